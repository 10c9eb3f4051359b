import { createSpotlight } from '@mantine/spotlight'

const [searchStore, search] = createSpotlight()

export { searchStore }

let opener: Element | null = null

export function openSearch() {
  if (searchStore.getState().opened) return
  opener = document.activeElement
  search.open()
}

/** Where nothing was chosen, one goes on where one was. */
export function focusOpener() {
  if (opener instanceof HTMLElement) opener.focus()
}

/** The first of newly found results is the selected one: Enter opens it without an arrow key. */
export function selectFirstFound() {
  const list = document.getElementById(searchStore.getState().listId)
  if (!list) return
  list.querySelector('[data-selected]')?.removeAttribute('data-selected')
  const first = list.querySelector('[data-action]')
  first?.setAttribute('data-selected', 'true')
  searchStore.updateState((state) => ({ ...state, selected: first ? 0 : -1 }))
}
