// Written by `npm run codegen` after the check of the shipped policy. A test checks the policy again and compares.
export const CHECKED_FILES = "27527b29362cdb8d63e265cfd71857909717dfb301f40040f49215645f2f148f";
