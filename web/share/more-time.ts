// The council takes more time to answer, once.
import { dateInWords } from "../../text/dates-in-words.ts";
import { officeFields, speakerInput } from "../speaking.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";
import { addressOfShare } from "./share.ts";

export const takeMoreTime = defineJourney({
  path: "/concerns/:concern/shares/:share/more-time",
  title: "More time to answer",
  beforeSending: "Your council gets 5 more working days to answer. You can do this once.",
  send: "Take more time",
  document: "share/take-more-time.graphql",
  async open({ execute }, request) {
    const { concern, offices } = await execute("share/answer.graphql", {
      concern: request.address.concern ?? "",
      share: request.address.share ?? "",
    });
    if (!concern?.share) return undefined;
    const { answerBy, body, commands } = concern.share;
    const fields = officeFields(concern.speakingOffices ?? [], offices);
    const now = `Your council is asked to answer by ${dateInWords(answerBy)} if it agrees to sharing this with ${body.name}.`;
    const office: JourneyStep = { name: "office", title: "Which office do you speak in?", before: [now], fields };
    return {
      steps: fields.length > 0 ? [office] : [],
      from: { href: addressOfShare(request), text: "What would be shared" },
      isOffered: commands.includes("TAKE_MORE_TIME"),
    };
  },
  variables: (words, { address }) => ({
    input: { ...speakerInput(words), concern: address.concern ?? "", share: address.share ?? "" },
  }),
  next: (_, request) => addressOfShare(request),
});
