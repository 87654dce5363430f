// The positions of a council's offices: one does not replace another, and two heads who differ object.
import { does, say, showAnswer, words } from "../teller.ts";
import { CIB, checkConcernSeen, logAndTell, proposeTo, type SharingRecord, sharingRecordQuery } from "./steps.ts";

export async function oneOfficerDoesNotReplaceAnother(): Promise<void> {
  say("\n4. A section 151 officer cannot replace what the chief executive said, and everybody of the council sees who spoke");
  const concern = await logAndTell({}, [CIB]);
  const share = await proposeTo(concern, CIB);
  const saying = (position: string) => ({ concern, share, position });
  await does("chief-executive", "objects", "statePosition", saying("OBJECTS"));
  await does("section-151-officer", "agrees", "statePosition", saying("AGREES"), { refusal: "HEAD_HAS_SPOKEN" });
  await does("adviser", "makes the share", "makeShare", { concern, share }, { refusal: "COUNCIL_OBJECTS" });
  await showAnswer<SharingRecord>(
    "nominated-officer",
    "reads who spoke",
    sharingRecordQuery(concern),
    ({ concern: { sharingRecord } }) => {
      const said = (sharingRecord[0]?.positions ?? []).map(
        ({ position, speaker }) => `${speaker.person} as ${words(speaker.office)}: ${words(position)}`,
      );
      return [said.join() === "chief-executive as chief executive: objects", said.join("; ")];
    },
  );
}

export async function aCouncilCanBeDivided(): Promise<void> {
  say("\n5. If the chief executive and the leader disagree, the council objects");
  const concern = await logAndTell({ strand: "CORPORATE", cause: "FINANCE" }, ["member-peers-east-midlands"]);
  const share = await proposeTo(concern, "member-peers-east-midlands");
  const saying = (position: string) => ({ concern, share, position });
  await does("chief-executive", "agrees", "statePosition", saying("AGREES"));
  await does("leader", "objects", "statePosition", saying("OBJECTS"));
  await showAnswer<SharingRecord>(
    "monitoring-officer",
    "reads the sharing record",
    sharingRecordQuery(concern),
    ({ concern: { sharingRecord } }) => {
      const [found] = sharingRecord;
      return [
        found?.divided === true && found.status === "OBJECTED",
        found?.divided ? "the council is divided, which is an objection" : "it is not divided",
      ];
    },
  );
  await does("adviser", "makes the share", "makeShare", { concern, share }, { refusal: "COUNCIL_OBJECTS" });
  await does("leader", "agrees too", "statePosition", saying("AGREES"));
  await does("adviser", "makes the share", "makeShare", { concern, share });
  await checkConcernSeen("member-peer", concern, true);
}
