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

/** Each so many kills the app is killed as well. */
const BOTH_EVERY = 4
const CLIENTS = 4
const SEED = Number(process.env['FAULTS_SEED'] ?? 2)

test(
  'kill -9 of PostgreSQL, again and again in the middle of writes, sometimes with the app: clients are told to come back, and what was answered is there',
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
      const { answered } = load
      const enough = answered + 1 + random() * 15
      await vi.waitFor(() => expect(load.answered).toBeGreaterThan(enough), PATIENT)
      await passFiveMinutes(installation, livingSince)
      const sent = smtp.messages.length
      if (kills % 2 === 1) await vi.waitFor(() => expect(smtp.messages.length).toBeGreaterThan(sent), PATIENT)
      else await pause(random() * 200)

      const postgres = installation.postgresPid()
      const both = kills % BOTH_EVERY === BOTH_EVERY - 1
      if (both) installation.signal('SIGKILL')
      process.kill(postgres, 'SIGKILL')
      if (both) {
        await installation.ended()
        livingSince = new Date()
        await installation.start()
      }
    }
    await load.stop()
    expect(load.wrong).toEqual([])
    expect(load.refusedForNow + load.lost).toBeGreaterThanOrEqual(KILLS)

    await letMailGoOut(installation, livingSince)
    await expectEverythingFound(owner, load.promised)
    await expectPasswordsWhole(installation, load.promised)
    await expectNothingHalfDone(installation)
    const mail = await expectHonestMail(installation, smtp)
    expect(mail.sent).toBeGreaterThan(KILLS)
    await smtp.close()
  },
)
