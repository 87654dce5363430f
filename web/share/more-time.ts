// The council takes more time to answer, once.
import { dateInWords } from "../../text/dates-in-words.ts";
import { officeSteps, speakerInput } from "../speaking.ts";
import { defineJourney } from "../steps/steps.ts";
import { openShareToAnswer, shareInput } from "./open-share.ts";
import { addressOfShare } from "./share.ts";

export const takeMoreTime = defineJourney({
  path: "/concerns/:concern/shares/:share/more-time",
  title: "More time to answer",
  beforeSending: "Your council gets 5 more working days to answer. You can do this once.",
  send: "Take more time",
  document: "share/take-more-time.graphql",
  async open(executor, request) {
    const opened = await openShareToAnswer(executor, request, "TAKE_MORE_TIME");
    if (!opened) return undefined;
    const { answerBy, body } = opened.share;
    const now = `Your council is asked to answer by ${dateInWords(answerBy)} if it agrees to sharing this with ${body.name}.`;
    // Whatever else has changed since, the council still wants more time: no version is sent.
    return { ...opened.journey, version: undefined, steps: officeSteps(opened.speakingOffices, opened.offices, [now]) };
  },
  variables: (words, request) => ({ input: { ...shareInput(words, request), ...speakerInput(words) } }),
  next: (_, request) => addressOfShare(request),
});
