// The story of a working week: what each person of the hub does from Monday to Friday, and what news, tasks and lists tell them. It ends at the first step
// that goes otherwise than it expects. All of it happens on the day on which it is told.
import { tellOnce } from "./teller.ts";
import { friday } from "./week/friday.ts";
import { monday } from "./week/monday.ts";
import { thursday } from "./week/thursday.ts";
import { tuesday } from "./week/tuesday.ts";
import { wednesday } from "./week/wednesday.ts";

/** Every run adds visits to one council, of whose clashes a page is read. */
export const week = (): Promise<void> =>
  tellOnce(async () => {
    const { concern, submission } = await monday();
    await tuesday(concern, submission);
    await wednesday(concern);
    await thursday(concern);
    await friday(concern, submission);
  });
