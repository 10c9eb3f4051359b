/** The pages of the bar at the top. */
export const tabs = [
  {
    name: 'Receivables',
    to: '/receivables',
    pages: [
      { name: 'Overview', to: '/receivables' },
      { name: 'Customers', to: '/customers' },
      { name: 'Invoices', to: '/receivables/invoices' },
      { name: 'Payments', to: '/receivables/payments' },
      { name: 'Reminders', to: '/receivables/reminders' },
      { name: 'Deliveries', to: '/deliveries' },
      { name: 'Reachability', to: '/receivables/reachability' },
    ],
  },
  {
    name: 'Organization',
    to: '/organization/staff',
    pages: [
      { name: 'Staff', to: '/organization/staff' },
      { name: 'Settings', to: '/organization/settings' },
      { name: 'Invoicing', to: '/organization/invoicing' },
      { name: 'Journal', to: '/organization/journal' },
      { name: 'Security', to: '/organization/security', for: 'owner' },
      { name: 'API keys', to: '/organization/api-keys', for: 'owner' },
      { name: 'Webhooks', to: '/organization/webhooks', for: 'owner' },
    ],
  },
] as const
