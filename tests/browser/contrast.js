/*
 * For the browser test: the texts of the page whose contrast with their ground is under 4.5 to 1 (WCAG 2, AA), as
 * lines of "contrast element text". Run by WebDriver, as the body of a function.
 */
function parts(color) {
    return color.match(/[\d.]+/g).map(Number);
}
function channel(value) {
    const c = value / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
}
function luminance(color) {
    const [r, g, b] = parts(color);
    return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
}
function groundOf(element) {
    for (let at = element; at; at = at.parentElement) {
        const color = getComputedStyle(at).backgroundColor;
        if ((parts(color)[3] ?? 1) > 0) {
            return color;
        }
    }
    return 'rgb(255, 255, 255)';
}
const poor = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    if (text === '' || element.closest('script, title, desc') || !element.checkVisibility()) {
        continue;
    }
    const style = getComputedStyle(element);
    const a = luminance(element.closest('svg') ? style.fill : style.color);
    const b = luminance(groundOf(element));
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) {
        poor.push(contrast.toFixed(2) + ' ' + element.tagName + '.' + element.className + ' ' + text.slice(0, 40));
    }
}
return poor;
