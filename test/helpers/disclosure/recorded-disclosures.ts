// Events of the record of disclosures read plainly, with a reader of its own: what the recorder was given, one answer and council each.
import type { AnswersDisclosed, Disclosed, Disclosure, View } from "../../../disclosure/events.ts";
import type { StoredEvent } from "../../../event-log/port.ts";

export type RecordedDisclosure = Disclosure & { readonly stream: string; readonly at: string };

/** None for an event of another kind. */
export function disclosuresIn({ stream, type, data, at, metadata }: StoredEvent): readonly RecordedDisclosure[] {
  if (type === "AnswersDisclosed.v1") {
    const { at, answers, rights, views, leaves } = data as unknown as AnswersDisclosed;
    return leaves.map(({ council, series, answer, assignments, views: seen }) => {
      const { policy: policyVersion, ...asked } = answers[answer] as AnswersDisclosed["answers"][number];
      const read = seen.map((number): View => {
        const { records, rights: permitted } = views[number] as AnswersDisclosed["views"][number];
        const [kind] = records[0] as (typeof records)[number];
        // A view is of one kind of record.
        if (records.some(([other]) => other !== kind)) throw new Error("A view has records of two kinds.");
        return { kind, records: records.map(([, id, version]) => ({ id, version })), parts: rights[permitted] ?? {} };
      });
      return { ...asked, stream, at, council, series, assignments, policyVersion, views: read };
    });
  }
  if (type !== "ConcernsDisclosed.v1") return [];
  const { surface, to, views } = data as unknown as Disclosed;
  const council = stream.slice("disclosures-".length, -"-yyyy-mm".length);
  const read = views.map(
    ({ concerns, parts }): View => ({
      ...{ kind: "concern", parts },
      records: concerns.map(({ concern, version }) => ({ id: concern, version })),
    }),
  );
  const { policyVersion } = metadata;
  return to.map((one) => ({ ...one, stream, at, council, series: "", surface, policyVersion, views: read }));
}
