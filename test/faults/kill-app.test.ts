import { setTimeout as pause } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { openFaultySmtp } from '../faulty-smtp.ts'
import { PATIENT } from '../patience.ts'
import { openInstallation } from './installation.ts'
import {
  expectEverythingFound,
  expectHonestMail,
  expectNothingHalfDone,
  expectPasswordsWhole,
  letMailGoOut,
  passFiveMinutes,
} from './kept-promises.ts'
import { KILLS, seeded, startLoad } from './load.ts'

const KILLS_WHILE_STARTING = 2
const CLIENTS = 4
const SEED = Number(process.env['FAULTS_SEED'] ?? 1)

test(
  'kill -9 of the app, again and again in the middle of writes: what was answered is there, whole, and mailed once',
  { timeout: 900_000 },
  async () => {
    const random = seeded(SEED)
    const smtp = await openFaultySmtp()
    const installation = await openInstallation({ SMTP_URL: smtp.url })
    await installation.start()
    const owner = await installation.setUp()
    const load = startLoad(owner, CLIENTS, SEED)
    let livingSince = new Date()

    for (let kills = 0; kills < KILLS; kills++) {
      await passFiveMinutes(installation, livingSince)
      const { answered } = load
      const enough = answered + 1 + random() * 15
      await vi.waitFor(() => expect(load.answered).toBeGreaterThan(enough), PATIENT)
      // Every other time while a letter is under way: the mail server has it, and nobody has recorded that.
      const sent = smtp.messages.length
      if (kills % 2 === 1) {
        smtp.fail({ at: 'dot', do: 'stall', keeps: true, times: 1 })
        await vi.waitFor(() => expect(smtp.messages.length).toBeGreaterThan(sent), PATIENT)
      } else await pause(random() * 200)
      expect(await installation.end('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' })

      if (kills < KILLS_WHILE_STARTING) {
        const starting = installation.start().catch(() => 'killed')
        await pause(random() * 1500)
        await installation.end('SIGKILL')
        await starting
      }
      livingSince = new Date()
      await installation.start()
    }
    await load.stop()
    expect(load.wrong).toEqual([])
    expect(load.lost).toBeGreaterThanOrEqual(KILLS)

    await letMailGoOut(installation, livingSince)
    // What was sent again under its key until it was answered is there once.
    expect(load.repeated).toBeGreaterThan(0)
    const [there] = await installation.look<{ customers: number; contacts: number }>(
      'select (select count(*)::int from customers) as customers, (select count(*)::int from contacts) as contacts',
    )
    const { customers, contacts } = load.promised
    expect(there).toEqual({ customers: customers.length, contacts: contacts.length })
    await expectEverythingFound(owner, load.promised)
    await expectPasswordsWhole(installation, load.promised)
    await expectNothingHalfDone(installation)
    const mail = await expectHonestMail(installation, smtp)
    expect(mail.sent).toBeGreaterThan(KILLS)
    // Otherwise no kill met a letter, and nothing was tested.
    expect(mail.unknown).toBeGreaterThan(0)
    await smtp.close()
  },
)
