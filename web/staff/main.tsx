import { start } from '../ui/start.tsx'
import { staffTheme } from '../ui/theme.ts'
import { router } from './router.tsx'
import { leaveWhenSignedOut } from './signed-out.ts'
import './staff.css'

leaveWhenSignedOut()
start(staffTheme, router)
