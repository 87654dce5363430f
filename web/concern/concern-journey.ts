// What the journeys on a concern have in common.
import { type FormWords, type PageRequest, wordsIn } from "../page.ts";
import { versionIn } from "../steps/fields.ts";
import { concernPath, type OfferedCommand } from "./links.ts";

type Opened = {
  readonly version: number | null;
  readonly commands: readonly OfferedCommand[] | null;
  readonly council: { readonly name: string };
};

/** How such a journey begins. `command`: what it does. */
export const journeyOn = ({ version, commands, council }: Opened, command: OfferedCommand, { address }: PageRequest) => ({
  from: { href: concernPath(address.concern), text: `Read the concern about ${council.name}` },
  version: version ?? undefined,
  isOffered: commands?.includes(command) === true,
});

/** What the inputs of their commands have in common. */
export const concernInput = (words: FormWords, { address }: PageRequest) => ({
  idempotencyKey: wordsIn(words, "key"),
  concern: address.concern ?? "",
  expectedVersion: versionIn(words),
});
