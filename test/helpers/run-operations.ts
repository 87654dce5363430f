// Carries out operations one after the other on a hub, each with what those before it made.
import { TARROWSHIRE } from "../examples/api-inputs.ts";
import { LISTS_TO_READ_BACK, type MadeIds, type Operation } from "../examples/operations.ts";
import type { TestHub } from "./test-hub.ts";

export type OperationAnswer = { readonly data: Record<string, unknown>; readonly errors?: readonly object[] };

/** Kind -> the last record that the operations created; and the response to each operation, including errors. */
export async function runOperations(
  hub: TestHub,
  operations: readonly Operation[],
): Promise<{ readonly held: MadeIds; readonly answers: readonly OperationAnswer[] }> {
  let held: MadeIds = { council: TARROWSHIRE, person: "newcomer" };
  const answers: OperationAnswer[] = [];
  for (const operation of operations) {
    if (operation.on) hub.clock.set(operation.on);
    const { body } = await hub.ask<Record<string, unknown>>(operation.as, operation.document, operation.variables(held));
    answers.push(body);
    const { news } = (body.data ?? {}) as { news?: { nodes: readonly { mark?: string }[] } };
    const mark = news?.nodes[0]?.mark;
    if (mark) held = { ...held, mark };
    const { inbox } = (body.data ?? {}) as { inbox?: { nodes: readonly { id?: string | null }[] } };
    const task = inbox?.nodes[0]?.id;
    if (task) held = { ...held, task };
    const { __typename, id } = (body.data?.result ?? {}) as { __typename?: string; id?: string };
    if (!__typename?.endsWith("Changed")) continue;
    const name = operation.heldAs ?? __typename.slice(0, -"Changed".length).toLowerCase();
    if (id) held = { ...held, [name]: id };
    for (const { of, as, document } of LISTS_TO_READ_BACK) {
      if (!held[of]) continue;
      const { data } = (await hub.ask(as, document, { of: held[of] })).body;
      JSON.stringify(data, (name, value) => {
        if (Array.isArray(value) && value.length > 0) held = { ...held, [name]: value.at(-1).id };
        return value;
      });
    }
  }
  return { held, answers };
}
