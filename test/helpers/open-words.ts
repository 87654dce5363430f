// For tests in which recipients read what an adviser wrote after the council had agreed to a share (docs/decisions/0036-words-shown.md).
import { done } from "./send-command.ts";
import type { TestHub } from "./test-hub.ts";

type LaterWord = { readonly id: string; readonly answer: string | null };

/** The council lets all later words of a concern open at once. */
export async function openLaterWords(hub: TestHub, concern: string): Promise<void> {
  const query = "query($id: ID!) { concern(id: $id) { laterWords { id answer } } }";
  const { body } = await hub.ask<{ concern: { laterWords: readonly LaterWord[] } }>("chief-executive", query, { id: concern });
  const words = body.data.concern.laterWords.filter(({ answer }) => answer !== "OPEN").map(({ id }) => id);
  if (words.length > 0) await done(hub, "chief-executive", "answerWords", { concern, words, answer: "OPEN" });
}
