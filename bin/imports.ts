// What each import sends to the hub.
import { enumName } from "../graphql/enums.ts";
import { parseConcernCommand } from "../services/concern/commands.ts";
import { parse } from "../services/input.ts";
import { parseLgInform, type ReducedFormOptions } from "../services/metrics/lg-inform.ts";
import { peopleCommands } from "../services/people/decide.ts";
import { type Client, CommandFailed } from "./client.ts";
import { importLines, keyOfText, type Report } from "./import-lines.ts";
import { readFile } from "./read-file.ts";
import { send } from "./send.ts";

/** One concern a line: the input of logConcern, in the domain's words (`"cause": "finance"`). */
export const importConcerns = (client: Client, file: string, fromLine: number): Promise<Report> =>
  importLines(file, fromLine, async ({ value, key }) => {
    const parsed = parseConcernCommand("logConcern", value);
    if (parsed.kind === "refused") return parsed;
    const { strand, cause, evidence, ...rest } = parsed.input;
    return send(client, "logConcern", {
      ...rest,
      idempotencyKey: key,
      strand: enumName(strand),
      cause: enumName(cause),
      evidence: evidence.map((item) => ({
        ...item,
        kind: enumName(item.kind),
        handling: enumName(item.handling),
        grading: { source: enumName(item.grading.source), content: enumName(item.grading.content) },
      })),
    });
  });

/** One person a line: `{ "person", "name", "assignments": [{ "role", … }] }`. Assignments already started stay as they are. */
export const importPeople = (client: Client, file: string, fromLine: number): Promise<Report> =>
  importLines(file, fromLine, async ({ value }) => {
    const { assignments = [], ...person } = (value ?? {}) as { assignments?: unknown; person?: unknown };
    if (!Array.isArray(assignments))
      return { code: "INVALID_INPUT", field: "assignments", message: "assignments: a list is wanted." };
    const registered = parse(peopleCommands.registerPerson, person);
    if (registered.kind === "refused") return registered;
    const started = assignments.map((assignment) =>
      parse(peopleCommands.startAssignment, { ...assignment, person: registered.input.person }),
    );
    const wrong = started.find((parsed) => parsed.kind === "refused");
    if (wrong?.kind === "refused") return wrong;

    const why = await send(client, "registerPerson", {
      ...registered.input,
      idempotencyKey: keyOfText(JSON.stringify(registered.input)),
    });
    if (why) return why;
    for (const parsed of started) {
      if (parsed.kind === "refused") continue;
      const { role, strands, ...rest } = parsed.input;
      const input = {
        ...rest,
        role: enumName(role),
        strands: strands.map(enumName),
        idempotencyKey: keyOfText(JSON.stringify(parsed.input)),
      };
      const refused = await send(client, "startAssignment", input);
      if (refused) return refused;
    }
    return undefined;
  });

/** An LG Inform export, series by series. The whole file is read before anything is sent: a malformed one changes nothing. */
export async function importLgInform(client: Client, file: string, options: ReducedFormOptions): Promise<number> {
  const parsed = parseLgInform(await readFile(file), options);
  if (!parsed.ok) throw new CommandFailed(`${file}: ${parsed.message}`);
  for (const { values, period, ...series } of parsed.series) {
    const input = {
      ...series,
      period: period.id,
      periodLabel: period.label,
      values: values.map(({ area, value }) => ({ area, value })),
    };
    const why = await send(client, "importMetricSeries", { ...input, idempotencyKey: keyOfText(JSON.stringify(input)) });
    if (why) throw new CommandFailed(`${series.metric}, ${period.label}: ${why.message}`);
  }
  return parsed.series.length;
}
