import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import * as common from '@zxcvbn-ts/language-common'
import * as english from '@zxcvbn-ts/language-en'
import type { Strength, StrengthQuestion } from './use-strength.ts'

/** Judges passwords beside the page, because one takes up to a second. */

const warnings = {
  ...english.translations.warnings,
  userInputs: 'Names that belong to you or your company are easy to guess.',
}

const judge = new ZxcvbnFactory({
  graphs: common.adjacencyGraphs,
  dictionary: { ...common.dictionary, ...english.dictionary },
  translations: { ...english.translations, warnings },
})

addEventListener('message', ({ data }: MessageEvent<StrengthQuestion>) => {
  const { score, feedback } = judge.check(data.password, data.around)
  const strength: Strength = { password: data.password, score, warning: feedback.warning ?? '' }
  postMessage(strength)
})
