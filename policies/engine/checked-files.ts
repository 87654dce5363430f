// Written by `npm run codegen` after the check of the shipped policy. A test checks the policy again and compares.
export const CHECKED_FILES = "32603f5324cc4dc06ff0eaa1c43e14509264d8f01f2e9ad3c22c53369b943501";
