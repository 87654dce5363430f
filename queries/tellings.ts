// Presents what a council says of a record that it was told.
import type { KeyStore } from "../event-log/keys/port.ts";
import { type Confidential, reveal } from "../services/confidential.ts";
import type { Telling } from "../services/tellings.ts";
import { type ActScope, attribution } from "./attribution.ts";

/** What a record of telling the council is worth. */
const STANDING = {
  unanswered: "The adviser's record, not confirmed.",
  confirmed: "Confirmed by the council.",
  "not-told": "The council says that it was not told.",
  "told-otherwise": "The council says that it was told otherwise.",
} as const;

type WithStatement = { readonly text?: Confidential<{ readonly statement: string }> | undefined };

export const presentAnswerTo = (keys: KeyStore, { answer, answerBy }: Telling, scope: ActScope) => ({
  answerBy,
  answer: answer?.answer,
  answered: answer && attribution(answer, scope),
  answeredIn: answer?.office,
  disputedBodies: answer?.bodies ?? [],
  statement: statementOf(keys, answer as WithStatement | undefined),
  standing: STANDING[answer?.answer ?? "unanswered"],
});

const statementOf = (keys: KeyStore, answer: WithStatement | undefined): string | undefined =>
  answer?.text && reveal(keys, answer.text)?.statement;
