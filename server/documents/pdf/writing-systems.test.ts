import { afterAll, expect, test } from 'vitest'
import { readPdf } from '../../../test/read-pdf.ts'
import { sampleInvoice, sampleLine } from '../../../test/sample-documents.ts'
import { endPdfProcess, renderPdf } from './render-pdf.ts'

afterAll(() => endPdfProcess())

async function invoiceNaming(name: string, language = 'en', currency = 'EUR') {
  const { buyer, seller } = sampleInvoice()
  const document = sampleInvoice({
    ...{ language, currency, notes: name },
    buyer: { ...buyer, name, address: `12 Street\n${name}` },
    seller: { ...seller, name },
    lines: [{ ...sampleLine(0), description: name }],
  })
  return readPdf(await renderPdf({ organizationId: 'northwind' }, document))
}

test.each([
  ['Thai', 'th', 'บริษัท ชาไทย จำกัด ถนนสุขุมวิท ๑๒๓ กรุงเทพฯ น้ำผึ้ง'],
  ['Hindi', 'hi', 'भारतीय चाय कंपनी, नई दिल्ली १२३ क्षत्रिय श्री।'],
  ['Marathi', 'mr', 'महाराष्ट्र चहा कंपनी, ज्ञानेश्वर'],
  ['Bengali', 'bn', 'বাংলাদেশ চা কোম্পানি লিমিটেড, ঢাকা ১২০৫, শ্রী'],
  ['Punjabi', 'pa', 'ਪੰਜਾਬ ਚਾਹ ਕੰਪਨੀ, ਅੰਮ੍ਰਿਤਸਰ'],
  ['Gujarati', 'gu', 'ગુજરાત ચા કંપની, અમદાવાદ ૧૨૩'],
  ['Odia', 'or', 'ଓଡ଼ିଶା ଚା କମ୍ପାନୀ, ଭୁବନେଶ୍ୱର'],
  ['Tamil', 'ta', 'தமிழ்நாடு தேயிலை நிறுவனம், சென்னை, ஸ்ரீ'],
  ['Telugu', 'te', 'తెలుగు టీ కంపెనీ, హైదరాబాద్, శ్రీ'],
  ['Kannada', 'kn', 'ಕರ್ನಾಟಕ ಚಹಾ ಕಂಪನಿ, ಬೆಂಗಳೂರು'],
  ['Malayalam', 'ml', 'കേരള ചായ കമ്പനി, തിരുവനന്തപുരം, ശ്രീ'],
  ['Sinhala', 'si', 'ශ්‍රී ලංකා තේ සමාගම, කොළඹ'],
  ['Lao', 'lo', 'ບໍລິສັດ ຊາລາວ ຈຳກັດ ວຽງຈັນ ໑໒໓'],
  ['Khmer', 'km', 'ក្រុមហ៊ុនតែខ្មែរ រាជធានីភ្នំពេញ ១២៣'],
  ['Burmese', 'my', 'မြန်မာလက်ဖက်ခြောက်ကုမ္ပဏီ ရန်ကုန် ၁၂၃'],
  ['Tibetan', 'bo', 'བོད་ཇ་ཚོང་ཁང་། ལྷ་ས།'],
  ['Georgian', 'ka', 'ქართული ჩაის კომპანია, თბილისი'],
  ['Armenian', 'hy', 'Հայկական թեյի ընկերություն, Երևան'],
  ['Amharic', 'am', 'የኢትዮጵያ ሻይ ኩባንያ፣ አዲስ አበባ'],
  ['Mongolian', 'mn', 'ᠮᠣᠩᠭᠣᠯ ᠴᠠᠢ'],
  ['Cherokee', 'chr', 'ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ'],
  ['Inuktitut', 'iu', 'ᐃᓄᒃᑎᑐᑦ ᓄᓇᕗᑦ'],
  ['Santali', 'sat', 'ᱥᱟᱱᱛᱟᱲᱤ ᱪᱟ'],
  ['Manipuri', 'mni', 'ꯃꯤꯇꯩꯂꯣꯟ ꯆꯥ'],
  ['Javanese', 'jv', 'ꦧꦱꦗꦮ'],
  ['Tifinagh', 'zgh', 'ⵜⴰⵎⴰⵣⵉⵖⵜ ⴰⵜⴰⵢ'],
  ['Yi', 'ii', 'ꆈꌠꁱꂷ'],
  ['Lisu', 'lis', 'ꓡꓲ-ꓢꓴ'],
  ['Abkhaz', 'ab', 'Аԥсны аҟәа ҽӡы'],
  ['Yoruba', 'yo', 'Ilé iṣẹ́ tíì Yorùbá, Ọ̀yọ́'],
  ['Vietnamese in parts', 'vi', 'Công ty Trà Việt Nam'.normalize('NFD')],
  ['Korean in parts', 'ko', '서울특별시'.normalize('NFD')],
  ['Japanese in parts', 'ja', 'ガラスびん'.normalize('NFD')],
  ['simplified Chinese', 'zh', '深圳市茶叶有限公司'],
  ['traditional Chinese', 'zh-TW', '臺灣茶葉有限公司，臺北市信義區'],
  ['Chinese of Hong Kong', 'zh-HK', '香港茶葉有限公司 搭𨋢 九龍'],
  ['Japanese', 'ja', '東京ラーメン株式会社 﨑山 髙橋 「新宿」'],
  ['Korean', 'ko', '서울특별시 강남구 테헤란로'],
  ['Han that few names have', 'en', '㐀㑇 龘靐 喆堃'],
  ['signs', 'en', '★ ☎ ✓ → ∑ ① ㎡ № ½ ₿ ⠿ 🎉 1️⃣'],
])('%s is printed letter by letter, and can be read out of the PDF again', async (_, language, name) => {
  const { toCopy, emptyBoxes } = await invoiceNaming(name, language)
  expect(emptyBoxes).toBe(0)
  // The seller, the buyer, their address, the line, and the notes.
  expect(onOneLine(toCopy).split(onOneLine(name))).toHaveLength(6)
})

test.each([
  ['Hebrew', 'he', 'רחוב הרצל 12, Tel Aviv.', '. Tel Aviv , 12 הרצל רחוב'],
  ['Arabic', 'ar-EG', 'شارع ١٢، القاهرة (Cairo)!', '!) Cairo ( القاهرة ، ١٢ شارع'],
  ['Persian', 'fa', 'خیابان ۱۲، تهران a@b.example', 'a@b.example تهران ، ۱۲ خیابان'],
])('a line in %s stands in order, from right to left', async (_, language, address, fromTheLeft) => {
  const { toCopy, emptyBoxes, placed } = await invoiceNaming(address, language)
  expect(emptyBoxes).toBe(0)
  for (const word of address.match(/[\p{L}\p{M}\p{N}@.]+/gu)!) expect(toCopy).toContain(word)
  expect(lineWith(address.split(' ')[0]!, placed)).toBe(fromTheLeft)
})

test('a date and an amount that are read from right to left do not mix with the English words around them', async () => {
  const { placed } = await invoiceNaming('Northwind', 'he', 'ILS')
  expect(lineWith('Due', placed)).toBe('Due 2026 בדצמבר 2')
  expect(lineWith('Tax 19% on', placed)).toBe('Tax 19% on ₪ 12.50 ₪ 2.38')
})

/** The whole line that the words stand in, as the eye goes over it from left to right. */
function lineWith(words: string, placed: { text: string; x: number; y: number }[]) {
  const { y } = placed.find(({ text }) => withoutMarks(text).trim() === words)!
  return placed
    .filter((piece) => Math.abs(piece.y - y) < 1)
    .toSorted((one, other) => one.x - other.x)
    .map(({ text }) => withoutMarks(text).trim())
    .join(' ')
}

const withoutMarks = (text: string) => text.replaceAll(/[\u200e\u200f\u061c\u2066-\u2069]/g, '')

/**
 * Where lines are broken, and what has no width, is not asked. The compiler says twice what a letter of several glyphs is
 * to be copied as, so what is doubled is taken as one, here and there.
 */
const onOneLine = (text: string) =>
  text
    .normalize('NFC')
    .replaceAll(/\s|\u200b|\u200c|\ufe0f/gu, '')
    .replaceAll(/(.{1,6}?)\1+/gu, '$1')
