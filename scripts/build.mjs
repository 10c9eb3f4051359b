// `npm run build`: what the production server needs, in dist/. `npm start` does it by itself when sources have
// changed.
import { build } from './prepare.mjs'

await build()
