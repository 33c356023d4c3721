// A member's own keys: a second one on paper, and the day on which the passphrase is lost.

import assert from "node:assert/strict";
import { test } from "node:test";

import { chapters, look, openPage, startHeard } from "../harness.mjs";
import * as people from "../people.mjs";

const another = "marble thistle gondola biscuit";

for (const language of ["en", "ur"]) {
  test(`a paper key lets somebody back in, in ${language}`, async (t) => {
    const chapter = chapters(t);
    const heard = await startHeard();
    const at = (path) => `${heard.address}/${language}/${path}`;
    const desk = await openPage({ locale: language });
    const phone = await openPage({ device: "phone", locale: language, scripts: false });
    const name = "Maryam Okafor";
    let key;

    await chapter("every page asks for a second key, and one is printed once", async () => {
      await desk.goto(await people.firstRunLink(heard, language));
      await people.found(desk, "Listening Ear", name);
      await people.signIn(desk, heard, name, language);
      assert.equal(await desk.locator('.notice a[href$="/desk/keys"]').count(), 1);
      await desk.goto(at("desk/keys"));
      await look(desk, `keys-${language}-none`, { dark: true });
      await desk.fill("#passphrase-now", people.passphrase);
      await people.press(desk, 'form[action$="/keys/paper"] button');
      key = (await desk.locator("code.secret").innerText()).trim();
      assert.match(key, /^([0-9A-Z]{7}-){7}[0-9A-Z]{7}$/);
      await look(desk, `keys-${language}-paper`);
      await desk.goto(at("desk/keys"));
      assert.ok(!(await desk.content()).includes(key));
      assert.equal(await desk.locator('.notice a[href$="/desk/keys"]').count(), 0);
    });

    await chapter("the passphrase is lost; the paper sets a new one, without scripts on a phone", async () => {
      await phone.goto(at("desk/sign-in"));
      await people.press(phone, 'a[href$="/desk/lost-passphrase"]');
      await look(phone, `keys-${language}-lost`, { dark: true });
      await phone.fill("#name", name);
      await phone.fill("#paper", key.slice(0, -1));
      await phone.fill("#passphrase", another);
      await phone.fill("#again", another);
      await people.press(phone, "main form button");
      assert.equal(await phone.locator("#paper-error").count(), 1);
      assert.equal(await phone.inputValue("#paper"), key.slice(0, -1), "nobody types it all again");
      await look(phone, `keys-${language}-lost-mistyped`);
      await phone.fill("#paper", key.toLowerCase().replaceAll("-", " "));
      await phone.fill("#passphrase", another);
      await phone.fill("#again", another);
      await people.press(phone, "main form button");
      assert.ok(phone.url().endsWith("/desk/sign-in?reset"));
      await people.signIn(phone, heard, name, language, people.passphrase);
      assert.ok(phone.url().endsWith("/desk/sign-in"));
      await people.signIn(phone, heard, name, language, another);
      assert.ok(phone.url().endsWith("/desk/members"));
      await desk.goto(at("desk/members"));
      assert.ok(desk.url().endsWith("/desk/sign-in"), "the old session is closed");
    });
  });
}
