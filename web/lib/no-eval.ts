import * as z from 'zod'

/** zod would try `new Function` first, which the content security policy forbids and reports. Before any schema is made. */
z.config({ jitless: true })
