// A share that the council itself requests, with a condition in words.
import { day, does, say, showAnswer, words } from "../teller.ts";
import { CIB, checkConcernSeen, explanation, logAndTell } from "./steps.ts";

export async function aCouncilRequestsAShare(): Promise<void> {
  say(
    "\n7. A council requests a share itself, and nobody reads the concern before the body has accepted the council's condition",
  );
  const concern = await logAndTell({ strand: "CHILDRENS", cause: "DISENGAGEMENT" }, []);
  const wanted = { concern, body: CIB, parts: ["SUMMARY"], purpose: "ALIGN_SUPPORT", until: day(120), explanation };
  await does("monitoring-officer", "requests a share with the CIB leads", "requestShare", wanted, { refusal: "NOT_A_SPEAKER" });
  await does("chief-executive", "requests it", "requestShare", wanted);
  await checkConcernSeen("cib-lead", concern, false);
  let request = "";
  const requests = ["query($id: ID!) { concern(id: $id) { shareRequests { id status } } }", { id: concern }] as const;
  await showAnswer<{ concern: { shareRequests: { id: string; status: string }[] } }>(
    "adviser",
    "reads the request",
    requests,
    ({ concern }) => {
      const [found] = concern.shareRequests;
      request = found?.id ?? "";
      return [found?.status === "WAITING", `it is ${words(found?.status ?? "not there")}`];
    },
  );
  const made = await does("adviser", "makes the share without asking the council again", "makeRequestedShare", {
    concern,
    request,
  });
  const share = made.concern?.sharingRecord.at(-1)?.id;
  await checkConcernSeen("cib-lead", concern, true);
  await does("chief-executive", "attaches a condition", "statePosition", {
    ...{ concern, share, position: "AGREES_WITH_CONDITIONS", until: day(60), statement: "Not to be passed on." },
  });
  await checkConcernSeen("cib-lead", concern, false);
  let statement = 0;
  type ToAccept = { sharesToAccept: { nodes: { share: string; conditions: string | null; statement: number }[] } };
  const waiting = ["{ sharesToAccept { nodes { share conditions statement } } }", {}] as const;
  await showAnswer<ToAccept>("cib-lead", "reads the condition", waiting, ({ sharesToAccept }) => {
    const found = sharesToAccept.nodes.find((one) => one.share === share);
    statement = found?.statement ?? 0;
    return [found?.conditions === "Not to be passed on.", found?.conditions ?? "there is none"];
  });
  await does("cib-lead", "accepts it", "acceptConditions", { concern, share, statement });
  await checkConcernSeen("cib-lead", concern, true);
}
