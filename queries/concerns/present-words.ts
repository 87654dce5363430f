// Presents to the council and its advisers when later words open to those the concern is shared with.
import type { KeyStore } from "../../event-log/keys/port.ts";
import { bodyOfToken } from "../../policies/engine/facts.ts";
import { openBodies } from "../../services/concern/open-words.ts";
import type { AsOf } from "../../services/concern/shares.ts";
import type { ConcernState } from "../../services/concern/state.ts";
import { answerTo, countedAnswers, isAnswerable, wordsOf } from "../../services/concern/words.ts";
import { reveal } from "../../services/confidential.ts";
import { speaker } from "../attribution.ts";

export const presentLaterWords = (keys: KeyStore, state: ConcernState, day: AsOf) =>
  wordsOf(state)
    .filter(isAnswerable)
    .map((word) => {
      const { id, kind, at, telling } = word;
      const answer = answerTo(state, id);
      const counted = countedAnswers(state, id).findLast((one) => one.answer === answer);
      return {
        ...{ id, kind, answer },
        toldAt: telling?.at ?? at,
        opensOn: telling?.opensOn,
        answeredBy: counted && speaker(counted.stated, counted, state),
        statement: counted?.text && reveal(keys, counted.text)?.statement,
        openTo: [...new Set(openBodies(state, day, word).map(bodyOfToken))],
      };
    });
