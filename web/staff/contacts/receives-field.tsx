import { type ReceivedKind, receivedKinds, kindWords } from '../../../server/documents/kinds.ts'
import { Input, SegmentedControl, VisuallyHidden } from '@mantine/core'
import { inOrder, type Receives, type Role } from '../../../server/contacts/receives.ts'
import classes from './receives-field.module.css'

type Choice = Role | 'nothing'

const choices: { value: Choice; label: React.ReactNode }[] = [
  { value: 'to', label: 'To' },
  { value: 'cc', label: 'Cc' },
  {
    value: 'nothing',
    label: (
      <>
        <span aria-hidden>–</span>
        <VisuallyHidden>Nothing</VisuallyHidden>
      </>
    ),
  },
]

interface Props {
  label: string
  description?: string | undefined
  value: Receives
  onChange: (receives: Receives) => void
  error?: React.ReactNode
}

/** What somebody receives: To, Cc or nothing for each kind of document. */
export function ReceivesField({ label, description, value, onChange, error }: Props) {
  const choose = (kind: ReceivedKind, choice: Choice) => {
    const { [kind]: _former, ...others } = value
    onChange(inOrder(choice === 'nothing' ? others : { ...others, [kind]: choice }))
  }
  return (
    <fieldset>
      <legend className={classes.legend}>{label}</legend>
      {description && <Input.Description>{description}</Input.Description>}
      <div className={classes.kinds}>
        {receivedKinds.map((kind) => (
          <div key={kind} className={classes.kind}>
            <span aria-hidden>{kindWords[kind]}</span>
            <SegmentedControl
              size="xs"
              aria-label={kindWords[kind]}
              data={choices}
              value={value[kind] ?? 'nothing'}
              onChange={(choice) => choose(kind, choice)}
            />
          </div>
        ))}
      </div>
      {error && <Input.Error>{error}</Input.Error>}
    </fieldset>
  )
}
