// Runs before the first paint, so that a dark page never flashes white. A file, because the policy forbids inline scripts.
try {
  var system = matchMedia('(prefers-color-scheme: dark)')
  var show = function () {
    var kept = localStorage.getItem('portico-color-scheme')
    var dark = kept === 'dark' || (kept !== 'light' && system.matches)
    document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
  }
  show()
  system.addEventListener('change', show)
} catch {
  document.documentElement.setAttribute('data-mantine-color-scheme', 'light')
}
