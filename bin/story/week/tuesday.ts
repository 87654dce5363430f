// Tuesday: the chief executive finds the council's advisers and their own news, confirms that they were told, and replies; the adviser has news of it.
import { TARROWSHIRE } from "../consent/steps.ts";
import { does, say, showAnswer } from "../teller.ts";
import { checkNews, checkTask } from "./steps.ts";

type Advisers = {
  readonly council: { readonly code: string } | null;
  readonly advisers: readonly { readonly id: string; readonly name: string }[];
};

export async function tuesday(concern: string, submission: string): Promise<void> {
  say("\nTuesday. The council hears of it, knows its advisers by name, and answers");
  await checkNews("chief-executive", concern, "TOLD");
  await checkNews("chief-executive", submission, "SUBMISSION_TOLD");
  await showAnswer<{ myAdvisers: readonly Advisers[] }>(
    "chief-executive",
    "looks up the council's advisers",
    ["{ myAdvisers { council { code } advisers(strand: CHILDRENS) { id name } } }", {}],
    ({ myAdvisers }) => {
      const own = myAdvisers.find(({ council }) => council?.code === TARROWSHIRE)?.advisers ?? [];
      return [own.some(({ id }) => id === "adviser"), own.map(({ name }) => name).join(", ")];
    },
  );
  await checkTask("chief-executive", concern, "REPLY_WANTED");
  const { id: awareness } = await latestAwareness(concern);
  await does("chief-executive", "confirms that they were told", "answerAwareness", {
    ...{ concern, awareness, answer: "CONFIRMED", office: "CHIEF_EXECUTIVE" },
  });
  await does("chief-executive", "replies", "reply", {
    ...{ concern, reply: "Both teams have had a manager since October.", office: "CHIEF_EXECUTIVE" },
  });
  await checkNews("adviser", concern, "REPLIED", "AWARENESS_ANSWERED");
}

async function latestAwareness(concern: string): Promise<{ readonly id: string | undefined }> {
  const found: { id: string | undefined } = { id: undefined };
  await showAnswer<{ concern: { awareness: readonly { id: string; toldOn: string }[] } }>(
    "chief-executive",
    "reads when the council was told",
    ["query($id: ID!) { concern(id: $id) { awareness { id toldOn } } }", { id: concern }],
    ({ concern: { awareness } }) => {
      found.id = awareness.at(-1)?.id;
      return [found.id !== undefined, `On ${awareness.at(-1)?.toldOn}.`];
    },
  );
  return found;
}
