#include "ui/actions.h"

#include <QtGlobal>

#include <array>

namespace hl::ui {

namespace {

#define T(text) QT_TRANSLATE_NOOP("Actions", text)

constexpr std::array table{
    // id, menu, text, tool tip, icon, shortcut, group, section
    ActionInfo{"model.open", "File", T("&Open model folder…"), T("Open a model in the layout of Hugging Face"), "open", "Ctrl+O", "", false},
    ActionInfo{"export.picture", "File/Export", T("&Picture…"), T("Save the picture of the present view as PNG, SVG or PDF"), "export", "Ctrl+E", "", true},
    ActionInfo{"export.numbers", "File/Export", T("&Numbers…"), T("Save the numbers behind the present view as CSV, NPZ or JSON"), "save", "Ctrl+Shift+E", "", false},
    ActionInfo{"file.quit", "File", T("&Quit"), T("Close Headlight"), "", "Ctrl+Q", "", true},

    ActionInfo{"edit.undo", "Edit", T("&Undo"), T("Take back the last change"), "undo", "Ctrl+Z", "", false},
    ActionInfo{"edit.redo", "Edit", T("&Redo"), T("Do again what was taken back"), "redo", "Ctrl+Shift+Z Ctrl+Y", "", false},
    ActionInfo{"copy.picture", "Edit", T("Copy &picture"), T("Copy the picture of the present view"), "copy", "Ctrl+Shift+C", "", true},
    ActionInfo{"copy.values", "Edit", T("Copy &values"), T("Copy the numbers of the present view as a table"), "copy-values", "Ctrl+Alt+C", "", false},
    ActionInfo{"copy.stepName", "Edit", T("Copy &name of the step"), T("Copy the path of the present step, as the command line takes it"), "", "Ctrl+Alt+N", "", false},
    ActionInfo{"edit.text", "Edit", T("Edit &sentence"), T("Go to the text field and select the sentence"), "prompt", "Ctrl+L", "", true},
    ActionInfo{"edit.clearSelection", "Edit", T("&Clear selection"), T("Select the first token and drop the compared heads"), "close", "Esc", "", false},

    ActionInfo{"view.zoomIn", "View", T("&Larger type"), T("Make type and controls larger"), "zoom-in", "Ctrl++ Ctrl+=", "", false},
    ActionInfo{"view.zoomOut", "View", T("&Smaller type"), T("Make type and controls smaller"), "zoom-out", "Ctrl+-", "", false},
    ActionInfo{"view.zoomReset", "View", T("&Normal type"), T("Back to the normal size of type"), "zoom-reset", "Ctrl+0", "", false},
    ActionInfo{"view.presenter", "View", T("&Presenter mode"), T("Full screen with big type and without side panels"), "presenter", "F11 F5", "check", true},
    ActionInfo{"view.resetLayout", "View", T("&Reset layout"), T("Put every panel back to its place"), "", "", "", false},
    ActionInfo{"theme.system", "View/Theme", T("As the &desktop"), T("Light or dark as the desktop is"), "", "", "theme", true},
    ActionInfo{"theme.light", "View/Theme", T("&Light"), T("Light colours"), "", "", "theme", false},
    ActionInfo{"theme.dark", "View/Theme", T("&Dark"), T("Dark colours"), "", "", "theme", false},
    ActionInfo{"map.viridis", "View/Colour map", T("&Viridis"), T("Violet, green, yellow"), "", "", "map", false},
    ActionInfo{"map.magma", "View/Colour map", T("&Magma"), T("Black, red, cream"), "", "", "map", false},
    ActionInfo{"map.cividis", "View/Colour map", T("&Cividis"), T("Blue to yellow, the same for every kind of colour vision"), "", "", "map", false},
    ActionInfo{"map.grey", "View/Colour map", T("&Grey"), T("Dark to bright, for print"), "", "", "map", false},
    ActionInfo{"scale.perHead", "View/Colour scale", T("Per &head"), T("Each matrix uses the whole colour scale"), "", "", "scale", false},
    ActionInfo{"scale.shared", "View/Colour scale", T("&Shared"), T("All heads share one colour scale, so that colours can be compared"), "", "", "scale", false},
    ActionInfo{"scale.perRow", "View/Colour scale", T("Per &row"), T("Each row uses the whole colour scale"), "", "", "scale", false},
    ActionInfo{"scale.symmetric", "View/Colour scale", T("S&ymmetric"), T("The scale reaches as far below zero as above"), "", "", "scale", false},
    ActionInfo{"scale.log", "View/Colour scale", T("&Logarithmic"), T("Small weights become visible"), "", "", "scale", false},
    ActionInfo{"scale.excludeFirst", "View/Colour scale", T("Leave the &first token out"), T("The first token often takes most of the attention; leave it out of the scale"), "", "", "check", true},
    ActionInfo{"view.values", "View", T("Numbers in &cells"), T("Write the numbers into the cells where they fit"), "", "Ctrl+Shift+N", "check", true},
    ActionInfo{"digits.more", "View", T("&More digits"), T("Show one more digit of every number, up to 17"), "", "Ctrl+]", "", false},
    ActionInfo{"digits.fewer", "View", T("&Fewer digits"), T("Show one digit less, down to 2"), "", "Ctrl+[", "", false},
    ActionInfo{"language.system", "View/Language", T("As the &desktop"), T("The language of the desktop"), "", "", "language", false},
    ActionInfo{"language.en", "View/Language", "&English", T("Show everything in English"), "", "", "language", false},
    ActionInfo{"language.zh", "View/Language", "&简体中文", T("Show everything in Simplified Chinese"), "", "", "language", false},

    ActionInfo{"step.first", "Step", T("&First step"), T("Go to the beginning of the computation"), "first", "Home", "", false},
    ActionInfo{"step.previous", "Step", T("&Previous step"), T("Go one operation back"), "step-back", "Left PgUp", "", false},
    ActionInfo{"step.play", "Step", T("Pl&ay"), T("Play the computation step by step, or pause"), "play", "Space", "check", false},
    ActionInfo{"step.next", "Step", T("&Next step"), T("Go to the next operation"), "step-forward", "Right PgDown", "", false},
    ActionInfo{"step.last", "Step", T("&Last step"), T("Go to the result of the computation"), "last", "End", "", false},
    ActionInfo{"step.animation", "Step", T("&Animate changes"), T("Let one matrix become the next one visibly"), "animation", "Ctrl+Shift+A", "check", true},
    ActionInfo{"speed.half", "Step/Speed", T("½ ×"), T("Play at half speed"), "", "", "speed", false},
    ActionInfo{"speed.normal", "Step/Speed", T("1 ×"), T("Play at normal speed"), "", "", "speed", false},
    ActionInfo{"speed.double", "Step/Speed", T("2 ×"), T("Play at double speed"), "", "", "speed", false},
    ActionInfo{"speed.four", "Step/Speed", T("4 ×"), T("Play at four times the speed"), "", "", "speed", false},
    ActionInfo{"head.previous", "Step", T("Previous &head"), T("Show the same step of the head before"), "", "Alt+Left [", "", true},
    ActionInfo{"head.next", "Step", T("Next h&ead"), T("Show the same step of the next head"), "", "Alt+Right ]", "", false},
    ActionInfo{"layer.previous", "Step", T("Previous la&yer"), T("Show the same step one layer earlier"), "", "Alt+Up ,", "", false},
    ActionInfo{"layer.next", "Step", T("Next lay&er"), T("Show the same step one layer later"), "", "Alt+Down .", "", false},
    ActionInfo{"query.previous", "Step", T("Previous &query"), T("Select the token before as query"), "", "Up", "", true},
    ActionInfo{"query.next", "Step", T("Next q&uery"), T("Select the next token as query"), "", "Down", "", false},
    ActionInfo{"key.previous", "Step", T("Previous &key"), T("Select the token before as key"), "", "Shift+Left", "", false},
    ActionInfo{"key.next", "Step", T("Next ke&y"), T("Select the next token as key"), "", "Shift+Right", "", false},

    ActionInfo{"mask.model", "Model/Mask", T("The &model's own"), T("Mask as the model was made"), "", "", "mask", true},
    ActionInfo{"mask.none", "Model/Mask", T("&None"), T("Every token may look at every token"), "", "", "mask", false},
    ActionInfo{"mask.causal", "Model/Mask", T("&Causal"), T("No token may look at later ones"), "", "", "mask", false},
    ActionInfo{"text.shuffle", "Model", T("&Shuffle the words"), T("Put the tokens into a random order, positions stay; again for another order"), "shuffle", "Ctrl+R", "", true},
    ActionInfo{"text.unshuffle", "Model", T("Words as &typed"), T("Back to the order as typed"), "", "Ctrl+Shift+R", "", false},
    ActionInfo{"model.withoutPositions", "Model", T("&Without positions"), T("Compute without any information about positions"), "positions", "Ctrl+Shift+W", "check", false},

    ActionInfo{"help.manual", "Help", T("&Manual"), T("How to use Headlight"), "help", "F1", "", false},
    ActionInfo{"help.shortcuts", "Help", T("&Keyboard shortcuts"), T("Everything that has a key"), "", "Ctrl+? Ctrl+/", "", false},
    ActionInfo{"help.palette", "Help", T("&Find a command…"), T("Type a few letters of what you want to do"), "search", "Ctrl+Shift+P Ctrl+K", "", false},
    ActionInfo{"help.about", "Help", T("&About Headlight"), T("Version, licence and what it runs on"), "info", "", "", true},
};

#undef T

} // namespace

std::span<const ActionInfo> actionTable()
{
    return table;
}

} // namespace hl::ui
