import { type ReactNode, useState } from 'react'
import classes from './file-drop.module.css'

interface Props {
  /** What the file is. */
  label: string
  accept: string
  take: (file: File) => unknown
  /** With a button that calls `choose`. */
  children: (choose: () => void) => ReactNode
}

/** A place that a file is dropped on, or chosen from. */
export function FileDrop({ className, ...props }: Props & { className: string | undefined }) {
  const [isOver, setIsOver] = useState(false)
  return (
    <div
      className={`${classes.drop} ${className}`}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setIsOver(false)
        const [file] = event.dataTransfer.files
        if (file) void props.take(file)
      }}
    >
      <FileChoice {...props} />
    </div>
  )
}

/** A file that is chosen in the browser's own window. */
export function FileChoice({ label, accept, take, children }: Props) {
  const [input, setInput] = useState<HTMLInputElement | null>(null)
  return (
    <>
      {children(() => input?.click())}
      <input
        ref={setInput}
        type="file"
        accept={accept}
        aria-label={label}
        hidden
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files!
          if (file) void take(file)
          // The same file may be chosen again, corrected meanwhile.
          currentTarget.value = ''
        }}
      />
    </>
  )
}
