// A council disputes that it was told, which suspends shares until a second adviser tells it.
import { does, say, showAnswer } from "../teller.ts";
import { checkConcernSeen, checkStatus, explanation, logAndTell, proposeTo, terms, told } from "./steps.ts";

export async function aCouncilDisputesThatItWasTold(): Promise<void> {
  say("\n6. A council says that it was not told of a concern: the share is suspended until a second adviser tells the council");
  const concern = await logAndTell({ strand: "CORPORATE", cause: "LEADERSHIP" }, ["performance-support-panel"]);
  const share = await proposeTo(concern, "performance-support-panel", { purpose: "CHALLENGE_SUPPORT" });
  await does("chief-executive", "agrees", "statePosition", { concern, share, position: "AGREES" });
  await does("adviser", "makes the share", "makeShare", { concern, share });
  await checkConcernSeen("panel-member", concern, true);
  let awareness = "";
  const records = ["query($id: ID!) { concern(id: $id) { awareness { id standing } } }", { id: concern }] as const;
  const checkStanding = (person: string, expected: string) =>
    showAnswer<{ concern: { awareness: { id: string; standing: string }[] } }>(
      person,
      "reads the record that the council was told",
      records,
      ({ concern }) => {
        const last = concern.awareness.at(-1);
        awareness = last?.id ?? "";
        return [last?.standing === expected, last?.standing ?? "there is none"];
      },
    );
  await checkStanding("chief-executive", "The adviser's record, not confirmed.");
  const disputing = () => ({ concern, awareness, answer: "NOT_TOLD", statement: "Nobody spoke to me." });
  await does("chief-executive", "says that the council was not told", "answerAwareness", disputing());
  await checkStatus("adviser", "reads what became of the share", concern, "SUSPENDED");
  await checkConcernSeen("panel-member", concern, false);
  const again = { concern, body: "performance-support-panel", ...terms, explanation };
  await does("adviser", "proposes another share", "proposeShare", again, { refusal: "AWARENESS_DISPUTED" });
  const telling = { concern, ...told, about: "The concern.", bodies: ["performance-support-panel"] };
  await does("adviser", "records again that they told the council", "recordAwareness", telling, {
    refusal: "TOLD_BY_SAME_ADVISER",
  });
  await does("second-adviser", "tells the chief executive and records it", "recordAwareness", telling);
  await checkStatus("adviser", "reads what became of the share", concern, "LIVE");
  await checkStanding("chief-executive", "The adviser's record, not confirmed.");
  await does(
    "chief-executive",
    "disputes that record too, which is recorded and suspends nothing",
    "answerAwareness",
    disputing(),
  );
  await checkStatus("adviser", "reads what became of the share", concern, "LIVE");
}
