// Monday: a department submits what it knows; the adviser has news of it, logs a concern, tells the council of both, and has the concern in their list.
import { CIB, matter, TARROWSHIRE, told } from "../consent/steps.ts";
import { does, say, showAnswer, words } from "../teller.ts";
import { checkNews, SUBMISSION } from "./steps.ts";

const PANEL = "performance-support-panel";

export async function monday(): Promise<{ readonly concern: string; readonly submission: string }> {
  say("Monday. A department submits what it knows; an adviser logs a concern and tells the council");
  const { id: submission = "" } = await does(
    "department",
    "submits that returns came without dates",
    "submitInformation",
    {
      ...{ body: "dfe", council: TARROWSHIRE, strand: "CHILDRENS", cause: "SERVICE_PERFORMANCE" },
      ...{ period: { from: "2025-04-01", to: "2025-09-30" }, account: "Returns of two teams came without dates." },
      ...{ source: "Returns team (invented)", reference: "R-1 (invented)" },
    },
    { changed: SUBMISSION },
  );
  await checkNews("adviser", submission, "SUBMISSION_RECEIVED");
  const { id: concern = "" } = await does("adviser", "logs a concern", "logConcern", matter);
  await does("adviser", "tells the chief executive of it, and who may come to read it", "recordAwareness", {
    ...{ concern, ...told, bodies: [CIB, PANEL], about: "Late assessments in two teams." },
  });
  await does(
    "adviser",
    "tells the chief executive of what the department submitted",
    "tellCouncilOfSubmission",
    { submission, ...told, about: "That returns came without dates." },
    { changed: SUBMISSION },
  );
  await showAnswer<{ concerns: { nodes: readonly Owned[] } }>(
    "adviser",
    "lists the open concerns that are theirs, by what is due",
    [
      "{ concerns(first: 100, order: DUE, filter: { mine: true, open: true }) { nodes { id owner { id name } nextStep { kind awaits } } } }",
      {},
    ],
    ({ concerns: { nodes } }) => {
      const own = nodes.find(({ id }) => id === concern);
      const { owner, nextStep } = own ?? {};
      return [
        owner?.id === "adviser" && nextStep?.awaits === "COUNCIL",
        `${nodes.length} concerns. Of this one: ${owner?.name ?? "nobody"} looks after it; ${nextStep ? `${words(nextStep.kind)}, by the ${words(nextStep.awaits)}` : "nothing comes next"}.`,
      ];
    },
  );
  return { concern, submission };
}

type Owned = {
  readonly id: string;
  readonly owner: { readonly id: string; readonly name: string | null } | null;
  readonly nextStep: { readonly kind: string; readonly awaits: string } | null;
};
