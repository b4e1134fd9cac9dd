<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Recent models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P&amp;anels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Colour map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour &amp;scale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Built in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ColorScale</name>
    <message>
        <source>shared by all heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>each row its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>symmetric about 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>logarithmic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>first key left out of the scale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cells above the scale: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cells below the scale: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HeadsFigure</name>
    <message>
        <source>Layer %1, head %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left out: %1 rows that can look nowhere, %2 that are not finite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, measured on this text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its pattern was not kept in this run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Does not apply to this head and text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1/10000 of its largest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>largest of the row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>largest of the head</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heads · by layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heads · by %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1
%2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>heads left out: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LedgerFigure</name>
    <message>
        <source>score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>scale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bias</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>softmax</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>formula</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>terms not shown here: %1; copy them as text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>terms: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>max of the row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>minus the max</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exponential</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sum over the row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recomputed in float64: %1; shown: %2; difference %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recomputed in float64: %1, exactly what is shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recomputed in float64: %1; shown: %2; difference %3, more than rounding explains</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broken in row %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broken: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>%1 (not found)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folders you open are listed here</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PipelineFigure</name>
    <message>
        <source>not kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer %1 · Head %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>every picture has its own scale · ← → to step</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PromptFigure</name>
    <message>
        <source>%1
position %2 · number %3 in the vocabulary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RowPanel</name>
    <message>
        <source>row “%1”: where it looks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>row “%1”, feature %2: what each key contributes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>row “%1”: what is added up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>row “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>forbidden</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sum %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sum %1: every key is forbidden</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sum %1: it should be 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This row predicts the next word.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This row predicts the next word: “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StageFigure</name>
    <message>
        <source>This step was not kept: the text is too long to keep them all. Choose another step, or a shorter text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>forbidden</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>scale: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StepName</name>
    <message>
        <source>tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>embedding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>position</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>segment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>X = sum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>norm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Q rotated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>K rotated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bias</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+ bias</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+ mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>max</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>− max</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>concat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+ residual</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>activation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>final norm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pooler</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>head</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>logits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>output</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TokenTable</name>
    <message>
        <source>position</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>piece</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bytes of the text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none: added</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>token %1, id %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>The model %1 has no step &quot;%2&quot;: `headlight steps --model M` lists what it has.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no step &quot;%1&quot;.%2 `headlight steps` lists them all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model %1 has layers 0 to %2 with heads 0 to %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The step %1 has rows 0 to %2 and columns 0 to %3; choose --row and --col among them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 must be a text or an array of two texts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 must be an array of texts: [&quot;one&quot;, &quot;two&quot;].</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model %1 has no tokenizer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This tokenizer (%1) joins no pairs: give the texts one by one or add --no-special.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>entropy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How spread out the rows are: the mean over the rows of −Σ a ln a, in nats; 0 for one key alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>effective keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many keys a row looks at: the mean over the rows of exp(entropy of the row).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean distance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far the head looks: the mean over the rows of Σ a · |query − key|, in tokens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>previous token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight on the token before: the mean of a[i, i − 1] over the rows from the second.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>first token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight on the first token: the mean of a[i, 0] over the rows from the second (in cross-attention over all rows).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>same token elsewhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight on other places with the query&apos;s own token, over the rows that may look at one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight on the token itself: the mean of a[i, i] over the rows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was not kept in this run; keep it to see the predictions layer by layer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The computation was stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has no prediction head: it ends with its last layer&apos;s rows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Position %1 is outside the text, which has %2 tokens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was not kept in this run; keep it to see what shuffling does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not hold a JSON object {...} but %2: get the file again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is missing: add it or get the file again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is %3, expected a whole number from %4 to %5.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is %3, expected a number from %4 to %5.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is %3, expected true or false.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is %3, expected a text in quotes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is &quot;%3&quot;, expected one of %4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is %3, expected an object {...}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not exist: check the name and the folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 may not be read: ask its owner for permission to read it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a link that leads back to itself: open the file itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not exist: the name is longer than the system allows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 could not be read (system error %2): check the disk and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not a regular file: choose a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a folder: choose a file in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a pipe: write its content into a file and choose that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a socket: choose a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a device: choose a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 changed while it was being read: wait until it is complete and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has %2 bytes, more than the %3 bytes that are read: choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has %2 bytes, more than this computer&apos;s free memory: close other programs or choose a smaller file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 could not be saved (system error %2); what was there before is unchanged: save it elsewhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 could not be saved because the disk is full; what was there before is unchanged: free some space or save it elsewhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 could not be saved because it is larger than the disk or a quota allows; what was there before is unchanged: save it elsewhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 could not be saved because you may not write there; what was there before is unchanged: save it elsewhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 could not be saved because the disk is read-only; what was there before is unchanged: save it elsewhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 could not be saved because its folder does not exist: create the folder or save it elsewhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 could not be saved because it is a folder: choose a file name in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 could not be saved because the name is longer than the disk allows: choose a shorter name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 could not be saved because it is a link that leads back to itself: choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 could not be saved because it is a pipe or a device: choose a file name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: the key &quot;%2&quot; is there twice: remove one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: more than %2 objects and lists are inside each other, which no file of this kind needs: choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 starts with a byte order mark, which JSON must not have: save it as UTF-8 without BOM.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not JSON: byte %2 is NUL: it is damaged, get it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, line %2, column %3: the JSON text ends too early: it is incomplete, get it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, line %2, column %3: this is not valid JSON in UTF-8: correct it or get the file again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 needs more than this computer&apos;s free memory: close other programs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step &quot;%1&quot; has %2 rows and %3 columns, counted from 0; there is no cell (%4, %5).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step &quot;%1&quot; was not kept in this run, so this number cannot be explained; shorten the text to keep every step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model has no step &quot;%1&quot;; `headlight steps --model` lists those it has.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the matrix is %1 × %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>every row sums to 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>every row sums to 1 (rows without an allowed key to 0)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>forbidden cells are exactly 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the largest number of every row is 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>every entry lies between the smallest and the largest value of its column</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (query %2) must not look at %4 (key %5).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (query %2) gives %3 % of its attention to %4 (key %5).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (query %2) and %4 (key %5).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Feature %1 of the whole text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Row of %1 (token %2).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Feature %3 of %1 (token %2).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The target text has no tokens; type at least one word.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text has no tokens; type at least one word.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text has %1 tokens, but this model takes at most %2; shorten it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text has %1 tokens; at most %2 can be run at once; shorten it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The attention mask has %1 entries for %2 tokens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The given embeddings are %1 × %2, expected %3 × %4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token %1 has id %2, but the vocabulary ends at %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token %1 has token type %2, but the model has only %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mask is %1 × %2, but the text has %3 tokens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough memory to run %1 tokens; shorten the text or keep fewer steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model %1 fills in masked words and cannot continue a text: choose a GPT-like model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model %1 predicts no next token and cannot continue a text: choose a GPT-like model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model %1 has no tokenizer, so that it cannot read text: put its tokenizer&apos;s files into its folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tokenizer of %1 has no token to begin a target text with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model %1 gives no numbers for its next token (all are NaN): check its weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Toy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A causal model with 2 layers, 2 heads and 8 features, so that every matrix fits on the screen. Its weights are random: how attention is computed is real, what it looks at means nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hello world</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two words, one head, identity projections: numbers that can be checked with a pencil.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Constructed heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Six heads whose weights were written by a rule, so that each does one known thing: previous token, next token, first token, same token, same word, local window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Toy encoder-decoder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The arrangement of the paper of 2017 in small: an encoder, a decoder and cross-attention between them. Its weights are random.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: BERT as a decoder (&quot;is_decoder&quot;) is not supported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: &quot;position_embedding_type&quot; is &quot;%2&quot;; only &quot;absolute&quot; is supported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is &quot;%3&quot;, an activation function that is not supported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: &quot;architectures&quot; is not a list of names, such as [&quot;GPT2LMHeadModel&quot;].</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The architecture &quot;%1&quot; is not supported; supported of this family: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is %3, which cannot be divided among the %4 heads of &quot;%5&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: GPT-2 with &quot;add_cross_attention&quot; is not supported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: &quot;d_model&quot; is %2, which cannot be divided among %3 heads; give &quot;d_k&quot; and &quot;d_v&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is empty: get the file again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a Git LFS pointer, not the model itself: run &quot;git lfs pull&quot; in its folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is an HTML page that was saved instead of the model: download the file itself, if need be after signing in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a zip archive, as PyTorch saves its pickles: it is not supported because it can run code; get the model&apos;s .safetensors file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a Python pickle: it is not supported because it can run code; get the model&apos;s .safetensors file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a NumPy archive (.npz), not a model: choose the model&apos;s .safetensors file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a NumPy file (.npy), not a model: choose the model&apos;s .safetensors file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a GGUF file, which is not supported: get the model&apos;s .safetensors file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is an ONNX file, which is not supported: get the model&apos;s .safetensors file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a Keras/HDF5 file, which is not supported: get the model&apos;s .safetensors file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a tar archive: unpack it and choose the .safetensors file in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is packed with gzip: unpack it and choose the .safetensors file in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a PNG picture: choose the model&apos;s .safetensors file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a PDF document: choose the model&apos;s .safetensors file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a program (ELF): choose the model&apos;s .safetensors file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is Python source code: choose the model&apos;s .safetensors file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a JSON file (perhaps the index of a model in several files): choose the .safetensors file, or the folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: there is no such folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a file; open the folder that holds config.json and model.safetensors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has no config.json; open the folder that holds config.json and model.safetensors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: the weights are split into several files, which is not supported; save the model as one model.safetensors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has only %2, a PyTorch pickle, which can run code and is never opened; save the model as model.safetensors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has only %2; save the model as model.safetensors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has no model.safetensors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>config.json does not say its &quot;model_type&quot;; supported are: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models of type &quot;%1&quot; are not supported; supported are: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only tokenizer.json was found, which cannot be read yet: text cannot be typed; add vocab.json and merges.txt, or vocab.txt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder has no tokenizer files: text cannot be typed, only token ids can be given.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 tensors of the file were not used, &quot;%2&quot; among them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading was stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tokenizer has %1 tokens, the model only %2; tokens beyond them cannot be run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no model &quot;%1&quot;: give a folder, or one of the built-in models: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s files lack %1 (expected shape %2).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensor &quot;%1&quot; has shape %2, expected %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s files hold %1 blocks, expected %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 weights are not finite (NaN or infinity); results that depend on them are not either.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only models with a word tokenizer can be saved in Headlight&apos;s own format.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: the folder cannot be made: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 needs more than this computer&apos;s free memory: close other programs or choose a smaller model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has only %2 bytes, too few for a safetensors file: download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not a safetensors file: its first 8 bytes promise a header of %2 bytes, but at most %3 are allowed: choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is incomplete: its header has %2 bytes, but only %3 are there: download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; holds numbers of type %3, which are not supported: save the model as F32, F16 or BF16.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; has the unknown number type &quot;%3&quot;: save it as F32.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: &quot;__metadata__&quot; is there twice: the file is damaged, get it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: the name of tensor &quot;%2&quot; has %3 bytes, more than the %4 that are read: rename it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has more than %2 tensors, which is more than are read: split the model into several files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; says its &quot;%3&quot; twice: the file is damaged, get it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; has more than %3 dimensions, which is more than are read: get the file again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; has a dimension of %3, more than is possible: the file is damaged, get it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; has no &quot;%3&quot;: the file is damaged, get it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; in &quot;__metadata__&quot; is not a text: the file is damaged, get it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: &quot;__metadata__&quot; is not an object {...}: the file is damaged, get it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; is not described by an object {...}: the file is damaged, get it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: the header is not a JSON object {...}: this is not a safetensors file, get it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; has more than %3 objects and lists inside each other: the file is damaged, get it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; has a &quot;dtype&quot; that is not a text: the file is damaged, get it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; has a &quot;shape&quot; that is not a list of whole numbers: the file is damaged, get it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; has &quot;data_offsets&quot; that are not two whole numbers: the file is damaged, get it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; is there twice: the file is damaged, get it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; lies at bytes %3 to %4 of the data, expected from %5 on: the file is damaged, get it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; of type %3 and shape %4 has no possible size in bytes: the file is damaged, get it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; of type %3 and shape %4 needs %5 bytes, but has %6: the file is damaged, get it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is incomplete: its tensors take %2 bytes, but only %3 are there: download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has %2 bytes behind its last tensor, which do not belong there: get it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model has %1 tensors, more than the %2 that fit a file: save fewer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; cannot be the name of a tensor because it is used twice, reserved or too long: rename it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensor &quot;%1&quot; of type %2 has %3 bytes, which do not fit its shape %4: mend its shape.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s header has %1 bytes, more than the %2 that are allowed: shorten its metadata.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A tensor&apos;s name or the metadata is not UTF-8 text: rename it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model does not fit into this computer&apos;s free memory a second time, which saving needs: close other programs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has no tensor &quot;%2&quot; (expected shape %3); is this the right config.json for these weights?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; has shape %3, expected %4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model says %1 = %2; expected a number from %3 to %4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model says norm epsilon = %1; expected a number from 0 to 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rotary positions need an even number of features of at most d_k = %2, not %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model has neither an encoder nor a decoder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The decoder of an encoder-decoder model needs cross-attention.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A number in the array is larger than %1: use smaller whole numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Element %1 of the array is not a whole number: save the array as int64.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: the array&apos;s header promises %2 bytes of numbers, but there are %3: it is damaged, save it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: the header of the NumPy array is damaged: save it again with numpy.save or numpy.savez.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: the array&apos;s type &quot;%2&quot; is not read: save it as float32, float64, int64 or bool.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not a NumPy array: save it with numpy.save or numpy.savez.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: version %2 of the NumPy format is not read: save it with another NumPy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: the array has %2 elements along one dimension, more than is possible: it is damaged, save it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 holds &quot;%2&quot;, which is not an array: save it with numpy.savez.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 needs more than this computer&apos;s free memory: close other programs or save fewer arrays into one file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The %1 arrays do not fit into one .npz file of %2 bytes: keep fewer steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 names no known kind of file: end it in .npz, .json or .csv.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough memory to write %1: keep fewer steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: the zip archive is damaged or incomplete: copy or save it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a 64-bit zip archive, which is not read: save fewer or smaller arrays into one file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is encrypted: save it without a password.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is packed in a way that is not read (%3): save it with numpy.savez.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not an .npz file: save it with numpy.savez.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 unpacks to %2 bytes, more than the %3 bytes that are read: save fewer arrays into one file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is damaged (its check sum is wrong): copy or save it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the first %1 characters of the text are used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model takes at most %1 tokens; the text has %2, the rest is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The order of the words does not fit the text&apos;s %1 tokens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model has no tokenizer files, so text cannot be typed; add vocab.json and merges.txt, or vocab.txt, to its folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no text yet; type a word or choose a sample.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model takes one text; leave the second one empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: `%2` has shape %3, which is %4 samples: give one, shape [n] or [1, n].</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: `%2` has shape %3; give it shape [n] or [1, n].</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: `%2` has an entry that is not a whole number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has no array `%2`: this model needs one, shape [n] or [1, n].</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: `%2` has the entry %3, which is not the id of a token.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: `%2` has %3 entries for %4 tokens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: `%2` has the entry %3; only 0 to %4 can be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: `position_ids` other than 0, 1, 2, ... cannot be used: leave the array out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: this model takes no array `%2`; it takes %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>vocab.json: piece &quot;%1&quot; has two ids: keep one of them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>special token &quot;%1&quot; has id %2, but the vocabulary ends at %3: correct the id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>vocab.json: has no piece &quot;%1&quot; (byte %2): add it, or name an unk_token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>vocab.json: has no &quot;%1&quot; or &quot;%2&quot;, between which its texts stand: add it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>merge %1 (&quot;%2&quot; + &quot;%3&quot;) needs the piece &quot;%4&quot;, which vocab.json lacks: take vocab.json and merges.txt of the same model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tokenizer &quot;%1&quot; is not known: use a model with a GPT-2, RoBERTa, BART or BERT tokenizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: has vocab.json but no merges.txt, which belongs to it: put it there too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: tokenizer.json alone cannot be read: put the model&apos;s vocab.json and merges.txt, or its vocab.txt, there too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: has no tokenizer: it needs vocab.json and merges.txt, or vocab.txt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: has more than %2 entries, which no known tokenizer needs: choose another file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: piece &quot;%2&quot; is longer than 4096 bytes: choose another file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: piece &quot;%2&quot; has the id %3: ids are whole numbers from 0 to 1048575</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: pieces &quot;%2&quot; and &quot;%3&quot; have the same id %4: correct one of them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: id %2 belongs to an empty piece: give it a text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: line %2 is empty, but every line is a piece: take the line out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: line %2 is &quot;%3&quot;, but a merge is two pieces with one space between</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the pattern that cuts words is wrong at character %1: choose another tokenizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; must be a text of 1 to 4096 bytes: correct it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: token &quot;%2&quot; has id %3, ids end at 1048575: correct it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tokenizer_config.json: &quot;added_tokens_decoder&quot; has the entry &quot;%1&quot;, which is not an id with a text: correct it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>added_tokens.json: &quot;%1&quot; must have an id from 0 to 1048575: correct it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tokenizer_config.json: &quot;%1&quot; must be true or false: correct it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: is not a JSON object: download the file again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>id %1 is both &quot;%2&quot; in the vocabulary and &quot;%3&quot; among the added tokens: correct one of them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no piece has the id %1, but a larger id is used: ids must be 0, 1, 2 and so on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>vocabulary entry %1 is empty or not UTF-8: give every entry a text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>vocabulary entry &quot;%1&quot; is listed twice: keep one of them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the vocabulary lacks the byte piece &quot;%1&quot;: add it and the other 255</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the vocabulary lacks &quot;%1&quot; or &quot;%2&quot;, which its texts start or end with: add it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>vocab.txt: line %1 is empty or not UTF-8: give every line one piece</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>vocab.txt: piece &quot;%1&quot; is on lines %2 and %3: keep one of them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>vocab.txt: has no piece &quot;%1&quot;, which every BERT text needs: add it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This step name is too long; `headlight steps` lists the steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no step &quot;%1&quot;; did you mean &quot;%2&quot;? `headlight steps` lists them all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text cut into tokens; each has a number in the vocabulary.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each token&apos;s row of the embedding table.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A row that tells the position in the text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A row that tells the first text from the second.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token and position added: what enters the first block.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The embedding, normalised row by row.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What enters this block, one row per token.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The attention sub-layer&apos;s norm: each row brought to mean 0 and spread 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queries: what each token looks for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys: what each token can be found by.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values: what each token hands over when it is attended to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queries rotated by their position.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys rotated by their position.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How well each query fits each key: one dot product per pair.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scores divided by √d_k, so that they do not grow with the number of features.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A number that depends only on the distance between query and key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scaled scores with the position bias added.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0 where a query may look, −∞ where it must not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scores with forbidden pairs set to −∞.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The largest score of each row; subtracting it keeps exp from overflowing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scores minus their row&apos;s maximum: the largest becomes 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The exponential of each: positive, and exactly 0 where forbidden.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sum of each row.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attention weights: how each query shares its attention; every row sums to 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each query&apos;s mixture of the values, weighted by its attention.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The heads&apos; results side by side.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The heads mixed back to the width of the model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The block&apos;s input with the attention&apos;s result added.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cross-attention sub-layer&apos;s norm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With the cross-attention&apos;s result added.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The feed-forward sub-layer&apos;s norm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First layer of the feed-forward network, before the activation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gate of the feed-forward network, before the activation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After the activation function.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Second layer of the feed-forward network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With the feed-forward network&apos;s result added: what the block hands on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last norm, after all blocks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first token&apos;s row through the pooler&apos;s weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One vector for the whole text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First layer of the word-prediction head.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After its activation function.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After its norm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One score per word of the vocabulary.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The scores as probabilities.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>query</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d_model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d_k</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d_v</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>heads · d_v</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d_mlp</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>vocabulary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This text is too long to keep every step in memory; not kept: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 numbers of this run are not finite (NaN or infinity); such cells are hatched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture would be %1 × %2 %3, and at most %4 a side are possible: choose a smaller scale or size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A picture&apos;s scale must be a number above 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough memory for a picture of this size: choose a smaller scale.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture could not be packed as PNG: choose a smaller scale.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no picture yet: type a sentence first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A picture must be at least 1 unit wide and high.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures can be PNG, SVG or PDF.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: a picture&apos;s name must end in .png, .svg or .pdf.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: the picture came out damaged and was not written: try another format.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: the file read back differs from what was written: check the disk and save to another place.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>hl::ui::CommandPalette</name>
    <message>
        <source>Find a command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>hl::ui::DockTitle</name>
    <message>
        <source>Hide this panel; View, Panels brings it back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>hl::ui::FigureView</name>
    <message>
        <source>No result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Computing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a sentence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every number of its attention appears here. Or choose a sample above.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>hl::ui::HeadsView</name>
    <message>
        <source>Order of the heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the heads in the order of their layers, or of a measured number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smallest value shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave out heads whose number is smaller</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at least </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heads</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>hl::ui::LedgerView</name>
    <message>
        <source>Significant digits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Significant digits of every number, 2 to 17</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Digits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As &amp;text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As &amp;LaTeX</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As a &amp;NumPy program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the calculation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the calculation as text, as LaTeX or as a Python program that prints the result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>hl::ui::MainWindow</name>
    <message>
        <source>There is not enough memory for this; shorten the text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a model folder (config.json and model.safetensors)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>hl::ui::PipelineView</name>
    <message>
        <source>Steps</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>hl::ui::PromptView</name>
    <message>
        <source>source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sentence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a sentence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Earlier texts (Alt+Up, Alt+Down)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a second sentence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the second sentence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the first %1 characters fit; the rest was left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Half a character (a lone surrogate) was replaced by U+FFFD.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>second sentence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The translation as far as it has been written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a second sentence</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n word(s) known to this model</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n word(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Texts finished with Enter are kept here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>hl::ui::StageFigureView</name>
    <message>
        <source>Copy Step Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy Formula</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy Number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom In</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom Out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show Everything</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>hl::ui::StageView</name>
    <message>
        <source>Stage</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>hl::ui::StartPage</name>
    <message>
        <source>Type a sentence above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headlight computes its attention and shows every number on the way. Or begin with a sample:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a model folder, or drop it here</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>hl::ui::StatusLine</name>
    <message numerus="yes">
        <source>%n number(s) are not finite (NaN or infinite).</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>hl::ui::ToolBar</name>
    <message>
        <source>Toolbar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sentences worth looking at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed of playing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the picture or the numbers of the present view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>hl::ui::UndoHistory</name>
    <message>
        <source>typing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>other model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>other mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shuffled words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>positions on or off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>selection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>display options</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>opened sample</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>labels</name>
    <message>
        <source>Cross-attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decoder</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
