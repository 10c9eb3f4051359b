export function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  process.stderr.write(
    'Portico needs Node.js 20.19 or newer, and this is ' + process.version + ': see https://nodejs.org.\n',
  )
  process.exit(1)
}
