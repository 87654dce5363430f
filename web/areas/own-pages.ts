// What everybody has: home, news, tasks and their own details and interests.
import { homePage } from "../home/home.ts";
import { markNewsRead, newsPage } from "../news/news.ts";
import { arrangeCover } from "../own-details/arrange-cover.ts";
import { endCover } from "../own-details/end-cover.ts";
import { ownDetailsPage } from "../own-details/own-details.ts";
import { setMailAddress } from "../own-details/set-mail-address.ts";
import { setWorkContact } from "../own-details/set-work-contact.ts";
import { declareInterests } from "../own-interests/declare-interests.ts";
import { ownInterestsPage } from "../own-interests/own-interests.ts";
import { claimTask, releaseTask, resumeTask } from "../tasks/claim.ts";
import { putOffTask } from "../tasks/put-off.ts";
import { tasksPage } from "../tasks/tasks.ts";
import type { AreaPages } from "./area-pages.ts";

export const OWN_PAGES: AreaPages = {
  pages: [homePage, newsPage, tasksPage, ownDetailsPage, ownInterestsPage],
  forms: [markNewsRead, claimTask, releaseTask, resumeTask],
  journeys: [setMailAddress, setWorkContact, arrangeCover, endCover, declareInterests, putOffTask],
};
