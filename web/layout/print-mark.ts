// What a page for paper says of itself: who printed it, in which offices, and when.
import type { AnswerOf } from "../documents.ts";
import type { DocumentExecutor } from "../execute-document.ts";

type Printer = AnswerOf<"layout/print-mark.graphql">["viewer"];

type PrintMark = {
  readonly name: Printer["name"];
  readonly offices: Printer["assignments"];
  /** The instant at which it was read. */
  readonly at: string;
};

/** Throws AnswerFailed. */
export async function loadPrintMark({ execute, now }: DocumentExecutor): Promise<PrintMark> {
  const at = now().toISOString();
  const { viewer } = await execute("layout/print-mark.graphql", {});
  return { name: viewer.name, offices: viewer.assignments.filter(({ current }) => current), at };
}
