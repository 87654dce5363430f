// Thursday: a regional officer submits what they know with their source protected; the panel reads a concern that is reported to it, and challenges it.
import { TARROWSHIRE, told } from "../consent/steps.ts";
import { day, does, say, showAnswer } from "../teller.ts";
import { checkNews, checkOpens, checkTask, SUBMISSION, shares } from "./steps.ts";

const PANEL = "performance-support-panel";

export async function thursday(concern: string): Promise<void> {
  say("\nThursday. A regional officer tells what they know, under protection; the panel challenges what is disputed");
  const { id: submission = "" } = await does(
    "regional-improvement",
    "submits what a finance team said, with the source protected",
    "submitInformation",
    {
      ...{ body: "regional-improvement-east-midlands", council: TARROWSHIRE, strand: "CORPORATE", cause: "FINANCE" },
      ...{ period: { from: "2025-04-01", to: "2025-09-30" }, account: "Reserves fall faster than planned." },
      ...{ source: "A finance team (invented)", protectedSource: true },
    },
    { changed: SUBMISSION },
  );
  await checkNews("adviser", submission, "SUBMISSION_RECEIVED");
  await does(
    "adviser",
    "tells the council of it",
    "tellCouncilOfSubmission",
    { submission, ...told, about: "That reserves fall faster than planned." },
    { changed: SUBMISSION },
  );
  await checkFrom("adviser", submission, "Regional improvement organisation, East Midlands");
  await checkFrom("chief-executive", submission, "A regional source");

  await does("adviser", "records with the council why views on the concern differ", "concludeConcern", {
    ...{ concern, kind: "NOT_ACCEPTED", whyViewsDiffer: "The council counts assessments otherwise.", choice: "REFUSAL" },
    told: { ...told, about: "Why views differ.", bodies: [PANEL] },
  });
  await checkNews("chief-executive", concern, "CONCLUDED");
  await shares(concern, PANEL, { purpose: "CHALLENGE_SUPPORT" });
  await checkNews("panel-member", concern, "REPORTED");
  await checkOpens("panel-member", concern, true);
  await does("panel-member", "challenges it", "challengeConcern", {
    ...{ concern, about: "DISPUTED_CONCERN", challenge: "Is it a choice, or a refusal?", answerBy: day(14) },
  });
  await checkTask("adviser", concern, "CHALLENGE_TO_ANSWER");
}

const checkFrom = (person: string, submission: string, from: string): Promise<void> =>
  showAnswer<{ submission: { readonly from: string; readonly account: string } }>(
    person,
    "reads it",
    ["query($id: ID!) { submission(id: $id) { from account } }", { id: submission }],
    ({ submission: seen }) => [seen.from === from, `${seen.from}: ${seen.account}`],
  );
