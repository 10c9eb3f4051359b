// Runs before the first paint, so that a dark page never flashes white. A file, because the policy forbids inline scripts.
try {
  var kept = localStorage.getItem('portico-color-scheme')
  var dark = kept === 'dark' || (kept !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
} catch {
  document.documentElement.setAttribute('data-mantine-color-scheme', 'light')
}
