// A council withdraws its request for support.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import type { VariablesOf } from "../documents.ts";
import { officeFields, speakerInput } from "../speaking.ts";
import { optionalIn, versionIn } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
import { isToWithdraw, SIGNALS_PATH, signalPath } from "./signal.ts";

type Withdrawal = VariablesOf<"requests-for-support/withdraw.graphql">["input"];

export const withdrawSignal = defineJourney({
  path: `${SIGNALS_PATH}/:signal/withdraw`,
  title: "Withdraw a request for support",
  beforeSending: "The request stays on record as withdrawn. To ask again, make a new request.",
  send: "Withdraw the request",
  document: "requests-for-support/withdraw.graphql",
  async open({ execute }, { address }) {
    const { signal, offices } = await execute("requests-for-support/signal.graphql", { id: address.signal ?? "" });
    if (!signal || signal.council.speakingOffices.length === 0) return undefined;
    return {
      steps: [
        {
          ...{ name: "reason", title: "Why does your council withdraw its request?" },
          fields: [
            {
              ...{ name: "reason", kind: "text", most: MAX_NARRATIVE, label: "Why it is withdrawn" },
              hint: "The advisers read it.",
            },
            ...officeFields(signal.council.speakingOffices, offices),
          ],
        },
      ],
      from: { href: signalPath(address.signal), text: "The request" },
      version: signal.version,
      isOffered: isToWithdraw(signal),
    };
  },
  variables: (words, { address }): { readonly input: Withdrawal } => ({
    input: {
      ...speakerInput(words),
      signal: address.signal ?? "",
      expectedVersion: versionIn(words),
      reason: optionalIn(words, "reason") ?? null,
    },
  }),
  next: (_, { address }) => signalPath(address.signal),
});
