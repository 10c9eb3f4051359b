export function Letter() {
  return null
}
