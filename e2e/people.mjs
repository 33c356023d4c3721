// What people do with Heard, in one place: moving in, joining, telling, reading, coding, checking.
//
// Pages are used as people use them, through fields, buttons and links; but these are found by their
// names and addresses and never by their words, so that one telling serves every language.

import assert from "node:assert/strict";

/** A passphrase that the strength estimator takes. */
export const passphrase = "lantern gravel ostrich velvet";

/** Goes to the language of a page's address. */
const inLanguage = (address, language) => address.replace("/en/", `/${language}/`);

/** The address of the first-run link that a newly started Heard printed. */
export async function firstRunLink(heard, language = "en") {
  const [link] = await heard.printed(/http:\/\/\S+\/en\/first-run\/\S+/);
  return inLanguage(link, language);
}

/** Fills in the form of the first run, which must be open, and leads to the page with the recovery key. */
export async function found(page, organisation, name) {
  await page.fill("#organisation", organisation);
  await page.fill("#name", name);
  await page.fill("#passphrase", passphrase);
  await page.fill("#again", passphrase);
  await press(page, "main form button");
}

/** Presses a button or link and waits for the page that it leads to. */
export async function press(page, selector) {
  const answer = page.waitForEvent("framenavigated");
  await page.locator(selector).first().click();
  await answer;
  await page.waitForLoadState("load");
}

/** Signs in and returns the status of the page that comes first. */
export async function signIn(page, heard, name, language = "en", words = passphrase) {
  await page.goto(`${heard.address}/${language}/desk/sign-in`);
  await page.fill("#name", name);
  await page.fill("#passphrase", words);
  await press(page, "main form button");
}

/** Invites somebody from the page of members, which must be open, and returns the link that is shown. */
export async function invite(page, name, role) {
  await page.fill("#name", name);
  await page.check(`input[name="role"][value="${role}"]`);
  await press(page, 'form[action$="/members/invite"] button');
  return (await page.locator("code.secret").innerText()).trim();
}

/** Joins by a link that was opened. */
export async function join(page) {
  await page.fill("#passphrase", passphrase);
  await page.fill("#again", passphrase);
  await press(page, "main form button");
}

/**
 * A new organisation with its people, who have joined and are not signed in.
 *
 * @param {Record<string, string>} people the role of each, by name
 */
export async function moveIn(page, heard, organisation, administrator, people) {
  await page.goto(await firstRunLink(heard));
  await found(page, organisation, administrator);
  await signIn(page, heard, administrator);
  for (const [name, role] of Object.entries(people)) {
    await page.goto(`${heard.address}/en/desk/members`);
    const link = await invite(page, name, role);
    await page.goto(link);
    await join(page);
  }
  // Joining leaves the session of whoever lent the browser as it was.
  await page.context().clearCookies();
}

/** Fills in fields by name: text, lists, and boxes or buttons by their value; several values tick several boxes. */
export async function fill(page, fields) {
  for (const [name, value] of Object.entries(fields)) {
    for (const one of [value].flat()) {
      const field = page.locator(`[name="${name}"]`);
      const kind = await field.first().evaluate((element) => element.type ?? element.localName);
      await unfold(page, `[name="${name}"]${["radio", "checkbox"].includes(kind) ? `[value="${one}"]` : ""}`);
      if (kind === "radio" || kind === "checkbox") await page.check(`[name="${name}"][value="${one}"]`);
      else if (kind.startsWith("select")) await field.selectOption(one);
      else await field.fill(one);
    }
  }
}

/** Opens what a field is folded away in, outermost first. */
async function unfold(page, selector) {
  const folds = page.locator("details:not([open])", { has: page.locator(selector) });
  while (await folds.count()) await folds.first().locator("> summary").click();
}

/** Sends the report form, which must be open, and returns the words of the receipt. */
export async function send(page) {
  // With scripts the receipt is made in the page, without them it is the next page.
  await page.locator("form#report button:not([type])").first().click();
  await page.waitForSelector("#receipt-words");
  return receiptWords(page);
}

/** The words of the receipt that is shown. */
export async function receiptWords(page) {
  return page.locator("#receipt-words li").allInnerTexts();
}

/** Comes back with the words of a receipt. */
export async function comeBack(page, heard, words, language = "en") {
  await page.goto(`${heard.address}/${language}/status`);
  await page.fill("#words", words.join(" "));
  await press(page, "main form button");
}

/** How far a report has come, as its page shows it: the class of each step. */
export async function steps(page) {
  return page.locator("main ol.timeline > li").evaluateAll((items) => items.map((item) => item.className));
}

/** Opens the oldest report of the inbox. */
export async function openOldest(page, heard, language = "en") {
  await page.goto(`${heard.address}/${language}/desk/inbox`);
  await press(page, "ul.items .item > a");
}

/** Makes an incident of the report that is open and returns its id. */
export async function makeIncident(page) {
  await press(page, 'form[action$="/incident"] button');
  return new URL(page.url()).pathname.split("/").at(-1);
}

/** A coding that a second person can verify: every facet that a check needs, and two independent signs. */
export const coding = {
  "when-precision": "unknown",
  "facet-category": "abusive-behaviour",
  "facet-strand": ["religion", "race"],
  "facet-target": ["muslim", "asian"],
  "facet-bias-indicator": ["words-used", "witness"],
  "facet-place-type": "taxi",
  "facet-area": "rotherham-ward-not-known",
};

/** Codes the incident that is open, and saves it or submits it for check. */
export async function code(page, fields = coding, action = "submit", note = "") {
  await fill(page, fields);
  if (note) await page.fill('form[action$="/coding"] [name="note"]', note);
  await press(page, `form[action$="/coding"] button[value="${action}"]`);
}

/** Decides on the incident that is open. */
export async function decide(page, decision, words = "") {
  await page.check(`[name="decision"][value="${decision}"]`);
  if (words) await page.fill('form[action$="/check"] [name="words"]', words);
  await press(page, 'form[action$="/check"] button[value="decide"]');
}

/** Figures inside the house, as the file that the page offers. */
export async function deskFigures(page, heard, question = "") {
  const answer = await page.request.get(`${heard.address}/en/desk/figures.json?${question}`);
  assert.equal(answer.status(), 200);
  return answer.json();
}

/** Public figures, as the file that the page offers. */
export async function publicFigures(page, heard) {
  const answer = await page.request.get(`${heard.address}/en/figures.json`);
  assert.equal(answer.status(), 200);
  return answer.json();
}
