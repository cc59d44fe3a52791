// The branding page: the preview wears the colour while it is chosen, as it would be worn after saving.
// What would become of it is the server's answer, which htmx puts under the field. Saving works without this.

const text = document.querySelector("[data-brand-colour]");
const picker = document.querySelector("[data-brand-picker]");
const preview = document.querySelector("[data-brand-preview]");

const wear = (colour) => preview.style.setProperty("--brand", colour);

text.addEventListener("input", () => {
  const typed = text.value.trim();
  const colour = typed.startsWith("#") ? typed : `#${typed}`;
  if (/^#[0-9a-f]{6}$/i.test(colour)) picker.value = colour;
});
picker.addEventListener("input", () => { text.value = picker.value; });
document.addEventListener("htmx:afterSettle", () => {
  const worn = document.getElementById("brand-colour")?.dataset.worn;
  if (worn) wear(worn);
});
picker.hidden = false;
