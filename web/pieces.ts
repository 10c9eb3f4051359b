/**
 * The files that scripts are built into, so that a page loads few of them and in these little that it does not show. To a phone a
 * file costs as much as 5 kB of another: it has 1 kB of headers, and without HTTP/2 it waits for one of six connections.
 *
 * Each takes what it names, and with it all that this needs and that none above has taken. What is left is a file for each page, and
 * small ones of what few pages share.
 */
export const pieces = [
  // By itself, because it stays as it is.
  { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
  // What both apps begin with.
  { name: 'first', tags: ['$initial' as const] },
  // How amounts, days and states are said, and other small things that most pages have.
  {
    name: 'words',
    test: /@mantine\/hooks|react-(query|router)\/|\/(SegmentedControl|Stack)\/|lib\/(formats|paging)|ui\/(amount|button-link|choice-field-later|done|empty|notice|one-line|skip-link|status-badge)\./,
  },
  { name: 'fields', test: /web\/ui\/(email-field|sign-in-form|use-submit)\./ },
  { name: 'lists', test: /web\/ui\/(paged-table|row-parts)\./ },
  // What menus and dialogs are made with.
  { name: 'layers', test: /@floating-ui\/react\/|\/(FocusTrap|Overlay|Portal|ScrollArea)\// },
  { name: 'menus', test: /\/(Menu|Popover)\/|web\/ui\/(menu-item-link|tab-bar|tooltip|when)\./ },
  { name: 'dialogs', test: /web\/ui\/(dialog|overlays)\./ },
  { name: 'for-contacts', test: /web\/portal\/(door|home|invoices|look|shell\/(page|sign-out))/ },
  {
    name: 'for-staff',
    test: /web\/staff\/(stale-queries|invoices\/(invoice-(queries|words)|missing-details))/,
  },
].map((piece, at, { length }) => ({ ...piece, minShareCount: 2, priority: length - at }))
