// An adviser answers a council's request for support.
import { dateInWords } from "../../text/dates-in-words.ts";
import { MAX_NARRATIVE } from "../../text/limits.ts";
import { isAdviser } from "../advisers.ts";
import { wordsIn } from "../page.ts";
import { severalIn, versionIn } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
import { valueAsName } from "../words.ts";
import { isToAnswerSignal, SIGNALS_PATH, signalPath } from "./signal.ts";

export const answerSignal = defineJourney({
  path: `${SIGNALS_PATH}/:signal/answer`,
  title: "Answer a request for support",
  beforeSending: "The council reads this with your name.",
  send: "Send the answer",
  document: "requests-for-support/answer.graphql",
  async open({ execute }, { address }) {
    const { signal, viewer } = await execute("requests-for-support/to-answer.graphql", { id: address.signal ?? "" });
    if (!signal || !isAdviser(viewer.assignments)) return undefined;
    const offered = signal.council.supports.nodes.filter(({ strand }) => strand === signal.strand);
    return {
      steps: [
        {
          ...{ name: "answer", title: `What do you answer ${signal.council.name}?` },
          fields: [
            {
              ...{ name: "answer", kind: "text", most: MAX_NARRATIVE, label: "Answer" },
              missing: "Enter the answer.",
            },
            ...(offered.length > 0
              ? [
                  {
                    ...({ name: "supports", kind: "several", label: "Support that you offered in answer" } as const),
                    choices: offered.map(({ id, kind, provider, offeredOn }) => ({
                      value: id,
                      text: `${kind ? valueAsName(kind) : "Support"}, ${provider.name}, offered on ${dateInWords(offeredOn)}`,
                    })),
                  },
                ]
              : []),
          ],
        },
      ],
      from: { href: signalPath(address.signal), text: "The request" },
      version: signal.version,
      isOffered: isToAnswerSignal(signal, viewer),
    };
  },
  variables: (words, { address }) => ({
    input: {
      idempotencyKey: wordsIn(words, "key"),
      signal: address.signal ?? "",
      expectedVersion: versionIn(words),
      answer: wordsIn(words, "answer"),
      supports: severalIn(words, "supports"),
    },
  }),
  next: (_, { address }) => signalPath(address.signal),
});
