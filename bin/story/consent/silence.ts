// Silence opens nothing before a fair time has passed and the council was reached.
import { dateInWords } from "../../../text/dates-in-words.ts";
import { day, does, say, showAnswer, words } from "../teller.ts";
import {
  AMBLEFORD,
  explanation,
  FAIR_DAY,
  logAndTell,
  proposeTo,
  type SharingRecord,
  sharingRecordQuery,
  terms,
} from "./steps.ts";

export async function silenceIsNoConsent(): Promise<void> {
  say("\n2. A council's silence over a weekend opens nothing, and its silence never opens evidence to a department");
  const concern = await logAndTell({ council: AMBLEFORD, strand: "CORPORATE", cause: "FINANCE" }, ["mhclg"]);
  const offer = { ...terms, concern, body: "mhclg", parts: ["EVIDENCE"], purpose: "REASSURE_ON_SUPPORT", explanation };
  await does(
    "adviser",
    "proposes to share the evidence with the ministry, and gives the council three days to answer",
    "proposeShare",
    { ...offer, answerBy: day(3) },
    { refusal: "ANSWER_DATE_TOO_EARLY" },
  );
  const share = await proposeTo(concern, "mhclg", { parts: ["EVIDENCE"], purpose: "REASSURE_ON_SUPPORT" });
  const on = { concern, share };
  await does("adviser", "makes the share without an answer", "makeShare", on, { refusal: "AWAITING_COUNCIL" });
  await showAnswer<SharingRecord>(
    "adviser",
    "reads what silence will mean",
    sharingRecordQuery(concern),
    ({ concern: { sharingRecord } }) => {
      const [found] = sharingRecord;
      const isExpected = found?.silence === "IS_OBJECTION" && found.reached === null && found.answerBy === FAIR_DAY;
      return [
        isExpected,
        isExpected
          ? `if the council does not answer by ${dateInWords(found.answerBy)}, it objects; nobody of the council has been reached yet`
          : "something else",
      ];
    },
  );
  const letter = {
    reference: "LGA/1",
    sentOn: day(0),
    chiefExecutive: "Somebody (invented)",
    monitoringOfficer: "Another (invented)",
  };
  await does("adviser", "writes a letter to the council and records it", "recordLetter", { ...on, ...letter });
  await does("adviser", "confirms their own letter", "confirmLetter", on, { refusal: "LETTER_BY_SENDER" });
  await does("second-adviser", "confirms the letter", "confirmLetter", on);
  await showAnswer<SharingRecord>(
    "adviser",
    "reads how the council was reached",
    sharingRecordQuery(concern),
    ({ concern: { sharingRecord } }) => {
      const how = sharingRecord[0]?.reached?.how;
      return [
        how === "LETTER",
        `by ${words(how ?? "nobody")}; it has until ${dateInWords(sharingRecord[0]?.answerBy ?? FAIR_DAY)}`,
      ];
    },
  );
  await does("adviser", "makes the share before that day", "makeShare", on, { refusal: "AWAITING_COUNCIL" });
}
