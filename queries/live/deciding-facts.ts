// The facts that decide who sees the tasks and news of a record, as text for comparison. While they are the same, what people see changes only by tasks and
// news that come and go.
import { shareFacts } from "../../services/concern/facts.ts";
import type { SubjectRecord } from "../subject-record.ts";

export function decidingFacts(record: SubjectRecord | undefined): string {
  if (!record) return "";
  switch (record.type) {
    case "concern": {
      const { facts, day, state } = record.concern;
      return JSON.stringify([facts, state().shares.map((share) => [share.id, shareFacts(share, facts, day)])]);
    }
    case "council":
      return JSON.stringify([record.state.approaches, record.state.routineContacts]);
    default:
      return JSON.stringify(record.facts);
  }
}
