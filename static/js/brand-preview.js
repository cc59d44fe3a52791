// The branding page: the preview wears the colour while it is chosen. Saving works without this.

const text = document.querySelector("[data-brand-colour]");
const picker = document.querySelector("[data-brand-picker]");
const preview = document.querySelector("[data-brand-preview]");

const wear = (value) => {
  const colour = value.trim().startsWith("#") ? value.trim() : `#${value.trim()}`;
  if (!/^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(colour)) return "";
  preview.style.setProperty("--brand", colour);
  return colour;
};

text.addEventListener("input", () => {
  const colour = wear(text.value);
  if (colour.length === 7) picker.value = colour;
});
picker.addEventListener("input", () => {
  text.value = picker.value;
  wear(picker.value);
});
picker.hidden = false;
