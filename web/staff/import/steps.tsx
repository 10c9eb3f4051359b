import { mdiCheck } from '@mdi/js'
import { Icon } from '../../ui/icon.tsx'
import classes from './import.module.css'

const steps = [
  { key: 'upload', name: 'File' },
  { key: 'columns', name: 'Columns' },
  { key: 'plan', name: 'Check' },
  { key: 'run', name: 'Import' },
] as const
export type Step = (typeof steps)[number]['key'] | 'done'

/** How far an import is on the way from a file to customers. */
export function Steps({ at }: { at: Step }) {
  const current = at === 'done' ? steps.length : steps.findIndex(({ key }) => key === at)
  return (
    <ol className={classes.steps} aria-label="Steps">
      {steps.map(({ key, name }, number) => (
        <li
          key={key}
          className={classes.step}
          data-done={number < current || undefined}
          aria-current={number === current ? 'step' : undefined}
        >
          <span className={classes.stepNumber}>
            {number < current ? <Icon path={mdiCheck} size={14} /> : number + 1}
          </span>
          {name}
        </li>
      ))}
    </ol>
  )
}
