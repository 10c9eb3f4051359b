/** An e-mail address in running text: where it does not fit on a line, it breaks behind the @ first. */
export function AddressText({ children }: { children: string }) {
  const at = children.lastIndexOf('@') + 1
  return (
    <>
      {children.slice(0, at)}
      <wbr />
      {children.slice(at)}
    </>
  )
}
