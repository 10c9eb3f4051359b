import { renderToStaticMarkup } from 'react-dom/server'
import { english } from './english.ts'
import { HtmlLayout } from './html-layout.tsx'
import { plainText } from './plain-text.ts'
import type { LetterContext, LetterFacts, LetterKind, Letters } from './letter.ts'

/** The doctype that old mail programs take for a page of tables. */
const DOCTYPE =
  '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'

const LANGUAGES: Record<string, Letters> = { en: english }

export function letterSubject<K extends LetterKind>(
  kind: K,
  organizationName: string,
  facts: LetterFacts[K],
  language: string,
): string {
  return inLanguage(language).subjects[kind](organizationName, facts)
}

export function renderLetter<K extends LetterKind>(
  kind: K,
  context: LetterContext<K>,
): { subject: string; html: string; text: string } {
  const { organization, facts, reader } = context
  const content = inLanguage(reader.language).contents[kind](context)
  return {
    subject: letterSubject(kind, organization.name, facts, reader.language),
    html:
      DOCTYPE +
      renderToStaticMarkup(
        <HtmlLayout
          organization={organization}
          language={shownLanguage(reader.language)}
          content={content}
        />,
      ),
    text: plainText(organization.name, content),
  }
}

function inLanguage(language: string): Letters {
  return LANGUAGES[shownLanguage(language)] ?? english
}

/** pt-BR uses pt if there is one, and English if there is not. */
function shownLanguage(language: string): string {
  const short = language.toLowerCase().split('-')[0] ?? 'en'
  return short in LANGUAGES ? short : 'en'
}
