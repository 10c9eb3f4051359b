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
import { seeded, startLoad } from './load.ts'

const KILLS = 20
const KILLS_OF_BOTH = 3
const CLIENTS = 4
const SEED = Number(process.env['FAULTS_SEED'] ?? 2)

test(
  'kill -9 of PostgreSQL, 20 times in the middle of writes, and with the app 3 times: clients are told to come back, and what was answered is there',
  { timeout: 900_000 },
  async () => {
    const random = seeded(SEED)
    const smtp = await openFaultySmtp()
    const installation = await openInstallation({ SMTP_URL: smtp.url })
    await installation.start()
    const owner = await installation.setUp()
    const load = startLoad(owner, CLIENTS, SEED)
    let livingSince = new Date()

    for (let kills = 0; kills < KILLS + KILLS_OF_BOTH; kills++) {
      const { answered } = load
      const enough = answered + 1 + random() * 15
      await vi.waitFor(() => expect(load.answered).toBeGreaterThan(enough), PATIENT)
      await passFiveMinutes(installation, livingSince)
      const sent = smtp.messages.length
      if (kills % 2 === 1) await vi.waitFor(() => expect(smtp.messages.length).toBeGreaterThan(sent), PATIENT)
      else await pause(random() * 200)

      const postgres = installation.postgresPid()
      const both = kills % 8 === 7 && kills < 8 * KILLS_OF_BOTH
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
    expect(load.refusedForNow + load.lost).toBeGreaterThan(KILLS)

    await letMailGoOut(installation, livingSince)
    await expectEverythingFound(owner, load.promised)
    await expectPasswordsWhole(installation, load.promised)
    await expectNothingHalfDone(installation)
    const mail = await expectHonestMail(installation, smtp)
    expect(mail.sent).toBeGreaterThan(KILLS)
    await smtp.close()
  },
)
