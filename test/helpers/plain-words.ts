// What a sentence in front of people may not have: words that mean something only to who wrote the hub, names from the code, careless stops.

/** Everyday words that the hub's authors once used in a meaning of their own, and what they never meant. Domain words such as "told" stay. */
const PRIVATE_WORDS = [
  /\b(anew|deeds?|roll|wakes?|worlds|asked|held|holds?|seen|heeded?|whoever)\b/i,
  /\b(?<!been |was |is )met\b/i,
  /'s place\b|\bin (its|their|whose) place\b/i,
  /\bstand(s|ing)\b(?! agreement)/i,
  /\b(?<!next )steps?\b/i,
  /\blies in\b/i,
  /\b(is|are) wanted\b/i,
  /\bwaits?\b(?! (for|until)\b)/i,
  /\bon purpose\b/i,
  /\bso many\b/i,
];

/** Names as code has them, and ids. */
const CODE = [
  /\b[a-z]+[A-Z]\w*/,
  /\b[A-Z]+_[A-Z_]+\b/,
  /`/,
  /\b[0-9a-f]{8}-[0-9a-f]{4}-/,
  /\bundefined\b|\bnull\b/,
  /\d{4}-\d{2}-\d{2}/,
];

/** Private words in a text, and stops that nobody meant. */
export const privateWordsIn = (text: string): readonly string[] => [
  ...PRIVATE_WORDS.flatMap((word) => word.exec(text)?.[0] ?? []),
  ...(/\.\.(?!\.)|\.\s+\.|[:;,]\.| {2}/.test(text) ? ["a careless stop"] : []),
];

/** What is wrong with a sentence, or with several that follow each other; empty where nothing is. */
export const wordFaultsIn = (text: string): readonly string[] => [
  ...privateWordsIn(text),
  ...(/\b(?<!take |taken |takes )places?\b/i.exec(text)?.[0] ?? []),
  ...CODE.flatMap((name) => name.exec(text)?.[0] ?? []),
  ...(/[^.]\.$/.test(text) ? [] : ["no full stop at the end"]),
  ...(/^[A-Z"']/.test(text) ? [] : ["no capital at the beginning"]),
];

const IMPERATIVES =
  /^(Add|Ask|Check|Choose|Close|Conclude|Continue|Correct|Change|Enter|Export|Get|Give|Invite|Leave|Make|Name|Or|Propose|Raise|Read|Record|Reduce|Remove|Reopen|Save|Select|Send|Shorten|Sign|Speak|Start|Tell|Then|Try|Upload|Use|Wait|Withdraw|Accept|Agree|Answer|Begin|Complete|Confirm|End|Reply|Review|Say|Stand)\b/;

/** Whether a text says what to do: an instruction, or what must be so. */
export const saysWhatToDo = (text: string): boolean =>
  text.split(/(?<=\.)\s+/).some((sentence) => IMPERATIVES.test(sentence) || / must /.test(sentence) || /, ask /.test(sentence));
