<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Recent models</source>
        <translation>最近的模型(&amp;R)</translation>
    </message>
    <message>
        <source>Sa&amp;mples</source>
        <translation>示例(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>导出(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>Pan&amp;els</source>
        <translation>面板(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Colour map</source>
        <translation>配色(&amp;C)</translation>
    </message>
    <message>
        <source>C&amp;olour scale</source>
        <translation>颜色标尺(&amp;O)</translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation>语言(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Step</source>
        <translation>步骤(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Speed</source>
        <translation>速度(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Built in</source>
        <translation>内置(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Mask</source>
        <translation>掩码(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Open model folder…</source>
        <translation>打开模型文件夹(&amp;O)…</translation>
    </message>
    <message>
        <source>Open a model in the layout of Hugging Face</source>
        <translation>打开 Hugging Face 格式的模型</translation>
    </message>
    <message>
        <source>&amp;Picture…</source>
        <translation>图片(&amp;P)…</translation>
    </message>
    <message>
        <source>Save the picture of the present view as PNG, SVG or PDF</source>
        <translation>把当前视图存为 PNG、SVG 或 PDF 图片</translation>
    </message>
    <message>
        <source>&amp;Numbers…</source>
        <translation>数字(&amp;N)…</translation>
    </message>
    <message>
        <source>Save the numbers behind the present view as CSV, NPZ or JSON</source>
        <translation>把当前视图背后的数字存为 CSV、NPZ 或 JSON</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>Close Headlight</source>
        <translation>关闭 Headlight</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>Take back the last change</source>
        <translation>撤销上一次更改</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Do again what was taken back</source>
        <translation>重做刚才撤销的更改</translation>
    </message>
    <message>
        <source>Copy &amp;picture</source>
        <translation>复制图片(&amp;P)</translation>
    </message>
    <message>
        <source>Copy the picture of the present view</source>
        <translation>复制当前视图的图片</translation>
    </message>
    <message>
        <source>Copy &amp;values</source>
        <translation>复制数值(&amp;V)</translation>
    </message>
    <message>
        <source>Copy the numbers of the present view as a table</source>
        <translation>以表格形式复制当前视图的数字</translation>
    </message>
    <message>
        <source>Copy &amp;name of the step</source>
        <translation>复制步骤名(&amp;N)</translation>
    </message>
    <message>
        <source>Copy the path of the present step, as the command line takes it</source>
        <translation>复制当前步骤的全名，可用于命令行</translation>
    </message>
    <message>
        <source>Edit &amp;sentence</source>
        <translation>编辑句子(&amp;S)</translation>
    </message>
    <message>
        <source>Go to the text field and select the sentence</source>
        <translation>转到输入框并选中句子</translation>
    </message>
    <message>
        <source>&amp;Clear selection</source>
        <translation>清除选择(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Larger type</source>
        <translation>放大文字(&amp;L)</translation>
    </message>
    <message>
        <source>Make type and controls larger</source>
        <translation>放大文字和控件</translation>
    </message>
    <message>
        <source>&amp;Smaller type</source>
        <translation>缩小文字(&amp;S)</translation>
    </message>
    <message>
        <source>Make type and controls smaller</source>
        <translation>缩小文字和控件</translation>
    </message>
    <message>
        <source>&amp;Normal type</source>
        <translation>正常大小(&amp;N)</translation>
    </message>
    <message>
        <source>Back to the normal size of type</source>
        <translation>恢复正常的文字大小</translation>
    </message>
    <message>
        <source>&amp;Presenter mode</source>
        <translation>演示模式(&amp;P)</translation>
    </message>
    <message>
        <source>Full screen with big type and without side panels</source>
        <translation>全屏、大字、不显示侧面板</translation>
    </message>
    <message>
        <source>Reset la&amp;yout</source>
        <translation>恢复布局(&amp;Y)</translation>
    </message>
    <message>
        <source>Put every panel back to its place</source>
        <translation>让所有面板回到原位</translation>
    </message>
    <message>
        <source>As the desk&amp;top</source>
        <translation>跟随桌面(&amp;T)</translation>
    </message>
    <message>
        <source>Light or dark as the desktop is</source>
        <translation>明暗跟随桌面</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>Light colours</source>
        <translation>浅色主题</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>Dark colours</source>
        <translation>深色主题</translation>
    </message>
    <message>
        <source>&amp;Viridis</source>
        <translation>Viridis(&amp;V)</translation>
    </message>
    <message>
        <source>Violet, green, yellow</source>
        <translation>紫、绿、黄</translation>
    </message>
    <message>
        <source>&amp;Magma</source>
        <translation>Magma(&amp;M)</translation>
    </message>
    <message>
        <source>Black, red, cream</source>
        <translation>黑、红、米黄</translation>
    </message>
    <message>
        <source>&amp;Cividis</source>
        <translation>Cividis(&amp;C)</translation>
    </message>
    <message>
        <source>Blue to yellow, the same for every kind of colour vision</source>
        <translation>由蓝到黄，各种色觉看来都一样</translation>
    </message>
    <message>
        <source>&amp;Grey</source>
        <translation>灰度(&amp;G)</translation>
    </message>
    <message>
        <source>Dark to bright, for print</source>
        <translation>由暗到亮，适合印刷</translation>
    </message>
    <message>
        <source>Per &amp;head</source>
        <translation>每个矩阵(&amp;H)</translation>
    </message>
    <message>
        <source>Each matrix uses the whole colour scale</source>
        <translation>每个矩阵各用整个颜色标尺</translation>
    </message>
    <message>
        <source>&amp;Shared</source>
        <translation>共用(&amp;S)</translation>
    </message>
    <message>
        <source>All heads share one colour scale, so that colours can be compared</source>
        <translation>所有头共用一个标尺，颜色可以互相比较</translation>
    </message>
    <message>
        <source>Per &amp;row</source>
        <translation>每行(&amp;R)</translation>
    </message>
    <message>
        <source>Each row uses the whole colour scale</source>
        <translation>每行各用整个颜色标尺</translation>
    </message>
    <message>
        <source>S&amp;ymmetric</source>
        <translation>对称(&amp;Y)</translation>
    </message>
    <message>
        <source>The scale reaches as far below zero as above</source>
        <translation>标尺在零的两侧一样长</translation>
    </message>
    <message>
        <source>&amp;Logarithmic</source>
        <translation>对数(&amp;L)</translation>
    </message>
    <message>
        <source>Small weights become visible</source>
        <translation>让很小的权重也看得见</translation>
    </message>
    <message>
        <source>Leave the &amp;first token out</source>
        <translation>不计第一个词元(&amp;F)</translation>
    </message>
    <message>
        <source>The first token often takes most of the attention; leave it out of the scale</source>
        <translation>第一个词元常常占去大部分注意力；标尺不计入它</translation>
    </message>
    <message>
        <source>Num&amp;bers in cells</source>
        <translation>单元格中显示数字(&amp;B)</translation>
    </message>
    <message>
        <source>Write the numbers into the cells where they fit</source>
        <translation>放得下时，在单元格中写出数字</translation>
    </message>
    <message>
        <source>&amp;More digits</source>
        <translation>增加位数(&amp;M)</translation>
    </message>
    <message>
        <source>Show one more digit of every number, up to 17</source>
        <translation>每个数字多显示一位，最多 17 位</translation>
    </message>
    <message>
        <source>&amp;Fewer digits</source>
        <translation>减少位数(&amp;F)</translation>
    </message>
    <message>
        <source>Show one digit less, down to 2</source>
        <translation>每个数字少显示一位，最少 2 位</translation>
    </message>
    <message>
        <source>The language of the desktop</source>
        <translation>使用桌面的语言</translation>
    </message>
    <message>
        <source>Show everything in English</source>
        <translation>全部以英文显示</translation>
    </message>
    <message>
        <source>Show everything in Simplified Chinese</source>
        <translation>全部以简体中文显示</translation>
    </message>
    <message>
        <source>&amp;First step</source>
        <translation>第一步(&amp;F)</translation>
    </message>
    <message>
        <source>Go to the beginning of the computation</source>
        <translation>回到计算的开头</translation>
    </message>
    <message>
        <source>&amp;Previous step</source>
        <translation>上一步(&amp;P)</translation>
    </message>
    <message>
        <source>Go one operation back</source>
        <translation>后退一个运算</translation>
    </message>
    <message>
        <source>Pl&amp;ay</source>
        <translation>播放(&amp;A)</translation>
    </message>
    <message>
        <source>Play the computation step by step, or pause</source>
        <translation>逐步播放计算过程，或暂停</translation>
    </message>
    <message>
        <source>&amp;Next step</source>
        <translation>下一步(&amp;N)</translation>
    </message>
    <message>
        <source>Go to the next operation</source>
        <translation>前进一个运算</translation>
    </message>
    <message>
        <source>&amp;Last step</source>
        <translation>最后一步(&amp;L)</translation>
    </message>
    <message>
        <source>Go to the result of the computation</source>
        <translation>转到计算的结果</translation>
    </message>
    <message>
        <source>Anima&amp;te changes</source>
        <translation>动画过渡(&amp;T)</translation>
    </message>
    <message>
        <source>Let one matrix become the next one visibly</source>
        <translation>让一个矩阵以动画变成下一个</translation>
    </message>
    <message>
        <source>½ ×</source>
        <translation>½ ×</translation>
    </message>
    <message>
        <source>Play at half speed</source>
        <translation>以一半速度播放</translation>
    </message>
    <message>
        <source>1 ×</source>
        <translation>1 ×</translation>
    </message>
    <message>
        <source>Play at normal speed</source>
        <translation>以正常速度播放</translation>
    </message>
    <message>
        <source>2 ×</source>
        <translation>2 ×</translation>
    </message>
    <message>
        <source>Play at double speed</source>
        <translation>以两倍速度播放</translation>
    </message>
    <message>
        <source>4 ×</source>
        <translation>4 ×</translation>
    </message>
    <message>
        <source>Play at four times the speed</source>
        <translation>以四倍速度播放</translation>
    </message>
    <message>
        <source>Previous &amp;head</source>
        <translation>上一个头(&amp;H)</translation>
    </message>
    <message>
        <source>Show the same step of the head before</source>
        <translation>显示前一个头的同一步骤</translation>
    </message>
    <message>
        <source>Next h&amp;ead</source>
        <translation>下一个头(&amp;E)</translation>
    </message>
    <message>
        <source>Show the same step of the next head</source>
        <translation>显示后一个头的同一步骤</translation>
    </message>
    <message>
        <source>Previous la&amp;yer</source>
        <translation>上一层(&amp;Y)</translation>
    </message>
    <message>
        <source>Show the same step one layer earlier</source>
        <translation>显示前一层的同一步骤</translation>
    </message>
    <message>
        <source>Next laye&amp;r</source>
        <translation>下一层(&amp;R)</translation>
    </message>
    <message>
        <source>Show the same step one layer later</source>
        <translation>显示后一层的同一步骤</translation>
    </message>
    <message>
        <source>Previous &amp;query</source>
        <translation>上一个查询(&amp;Q)</translation>
    </message>
    <message>
        <source>Select the token before as query</source>
        <translation>选择前一个词元作为查询</translation>
    </message>
    <message>
        <source>Next q&amp;uery</source>
        <translation>下一个查询(&amp;U)</translation>
    </message>
    <message>
        <source>Select the next token as query</source>
        <translation>选择后一个词元作为查询</translation>
    </message>
    <message>
        <source>Previous &amp;key</source>
        <translation>上一个键(&amp;K)</translation>
    </message>
    <message>
        <source>Select the token before as key</source>
        <translation>选择前一个词元作为键</translation>
    </message>
    <message>
        <source>Ne&amp;xt key</source>
        <translation>下一个键(&amp;X)</translation>
    </message>
    <message>
        <source>Select the next token as key</source>
        <translation>选择后一个词元作为键</translation>
    </message>
    <message>
        <source>The &amp;model&apos;s own</source>
        <translation>模型自带(&amp;M)</translation>
    </message>
    <message>
        <source>Mask as the model was made</source>
        <translation>按模型的设计使用掩码</translation>
    </message>
    <message>
        <source>&amp;None</source>
        <translation>无(&amp;N)</translation>
    </message>
    <message>
        <source>Every token may look at every token</source>
        <translation>每个词元都可以看所有词元</translation>
    </message>
    <message>
        <source>&amp;Causal</source>
        <translation>因果(&amp;C)</translation>
    </message>
    <message>
        <source>No token may look at later ones</source>
        <translation>词元不能看后面的词元</translation>
    </message>
    <message>
        <source>&amp;Shuffle the words</source>
        <translation>打乱词序(&amp;S)</translation>
    </message>
    <message>
        <source>Put the tokens into a random order, positions stay; again for another order</source>
        <translation>随机打乱词元，位置不动；再按一次换一种顺序</translation>
    </message>
    <message>
        <source>Words as &amp;typed</source>
        <translation>恢复词序(&amp;T)</translation>
    </message>
    <message>
        <source>Back to the order as typed</source>
        <translation>回到输入时的顺序</translation>
    </message>
    <message>
        <source>&amp;Without positions</source>
        <translation>不用位置(&amp;W)</translation>
    </message>
    <message>
        <source>Compute without any information about positions</source>
        <translation>计算时不使用任何位置信息</translation>
    </message>
    <message>
        <source>&amp;Manual</source>
        <translation>使用手册(&amp;M)</translation>
    </message>
    <message>
        <source>How to use Headlight</source>
        <translation>Headlight 的用法</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>Everything that has a key</source>
        <translation>所有带快捷键的操作</translation>
    </message>
    <message>
        <source>&amp;Find a command…</source>
        <translation>查找命令(&amp;F)…</translation>
    </message>
    <message>
        <source>Type a few letters of what you want to do</source>
        <translation>输入几个字，找到想做的操作</translation>
    </message>
    <message>
        <source>&amp;About Headlight</source>
        <translation>关于 Headlight(&amp;A)</translation>
    </message>
    <message>
        <source>Version, licence and what it runs on</source>
        <translation>版本、许可证和运行环境</translation>
    </message>
    <message>
        <source>P&amp;in to compare</source>
        <translation>钉住以便比较(&amp;I)</translation>
    </message>
    <message>
        <source>Keep the present step as it is, and compare what comes with it</source>
        <translation>保留当前步骤的样子，与之后的比较</translation>
    </message>
    <message>
        <source>&amp;Check numbers…</source>
        <translation>检查数字(&amp;C)…</translation>
    </message>
    <message>
        <source>Tell whether your own numbers of attention are right, or which mistake gives them</source>
        <translation>说明你自己的注意力数字是否正确，或者是哪个错误造成的</translation>
    </message>
    <message>
        <source>Open sess&amp;ion…</source>
        <translation>打开会话(&amp;I)…</translation>
    </message>
    <message>
        <source>Open a saved session, or a picture exported by Headlight, as it was</source>
        <translation>打开保存的会话，或由 Headlight 导出的图片，恢复原样</translation>
    </message>
    <message>
        <source>&amp;Save session</source>
        <translation>保存会话(&amp;S)</translation>
    </message>
    <message>
        <source>Save the texts, the changes, the selection and the display options, to go on another day</source>
        <translation>保存文本、改动、选择和显示选项，以便改天继续</translation>
    </message>
    <message>
        <source>Save session &amp;as…</source>
        <translation>会话另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>Save the session into another file</source>
        <translation>把会话保存到另一个文件</translation>
    </message>
    <message>
        <source>&amp;All terms in the ledger</source>
        <translation>算式栏显示全部项(&amp;A)</translation>
    </message>
    <message>
        <source>Write out the long sums that lead to a weight, not just their first lines</source>
        <translation>完整写出通向权重的长求和，而不只是前几行</translation>
    </message>
    <message>
        <source>&amp;Words instead of pieces</source>
        <translation>以词代替片段(&amp;W)</translation>
    </message>
    <message>
        <source>Show attention weights between words: the sum over a key&apos;s pieces, the mean over a query&apos;s pieces</source>
        <translation>显示词与词之间的注意力权重：对键的各片段求和，对查询的各片段取平均</translation>
    </message>
    <message>
        <source>&amp;Special tokens shown</source>
        <translation>显示特殊词元(&amp;S)</translation>
    </message>
    <message>
        <source>Show the tokens that the tokenizer added as all others</source>
        <translation>分词器添加的词元与其他词元一样显示</translation>
    </message>
    <message>
        <source>Special tokens &amp;hidden</source>
        <translation>隐藏特殊词元(&amp;H)</translation>
    </message>
    <message>
        <source>Take the tokens that the tokenizer added out, leave the other weights as they are, and say how much they held</source>
        <translation>去掉分词器添加的词元，其余权重保持不变，并说明它们占了多少</translation>
    </message>
    <message>
        <source>Hidden, rows &amp;divided anew</source>
        <translation>隐藏，各行重新归一(&amp;D)</translation>
    </message>
    <message>
        <source>Take the tokens that the tokenizer added out and divide each row by what is left of it</source>
        <translation>去掉分词器添加的词元，并把每行除以剩下的部分</translation>
    </message>
    <message>
        <source>&amp;One head by itself</source>
        <translation>单独一个头(&amp;O)</translation>
    </message>
    <message>
        <source>Show the selected head</source>
        <translation>显示所选的头</translation>
    </message>
    <message>
        <source>&amp;Mean of the heads</source>
        <translation>各头的平均(&amp;M)</translation>
    </message>
    <message>
        <source>Show the mean of several heads</source>
        <translation>显示几个头的平均</translation>
    </message>
    <message>
        <source>&amp;Largest of the heads</source>
        <translation>各头中最大的(&amp;L)</translation>
    </message>
    <message>
        <source>Show for each pair the largest weight that any of several heads gives</source>
        <translation>对每一对显示几个头中最大的权重</translation>
    </message>
    <message>
        <source>Heads weighed by &amp;entropy</source>
        <translation>按熵加权的头(&amp;E)</translation>
    </message>
    <message>
        <source>Show a mean in which a head counts the more the less spread out it is</source>
        <translation>显示加权平均：头越集中，分量越大</translation>
    </message>
    <message>
        <source>Over &amp;all layers</source>
        <translation>所有层(&amp;A)</translation>
    </message>
    <message>
        <source>Put the heads of all layers together, not only those of the selected layer</source>
        <translation>合并所有层的头，而不只是所选层的头</translation>
    </message>
    <message>
        <source>&amp;Reading</source>
        <translation>读法(&amp;R)</translation>
    </message>
    <message>
        <source>Open &amp;numbers…</source>
        <translation>打开数字(&amp;N)…</translation>
    </message>
    <message>
        <source>Show Q, K and V, or weights, of an NPZ, NPY, JSON or CSV file as one attention call</source>
        <translation>把 NPZ、NPY、JSON 或 CSV 文件中的 Q、K、V 或权重显示为一次注意力调用</translation>
    </message>
    <message>
        <source>Select the first token and drop the compared heads; while a model is being opened, stop that</source>
        <translation>选中第一个词元并取消比较的头；正在打开模型时，停止打开</translation>
    </message>
    <message>
        <source>Model &amp;card…</source>
        <translation>模型卡(&amp;C)…</translation>
    </message>
    <message>
        <source>Family, sizes, memory, tokenizer, licence and warnings of this model</source>
        <translation>此模型的系列、大小、内存、分词器、许可证和警告</translation>
    </message>
    <message>
        <source>&amp;Ask</source>
        <translation>询问(&amp;A)</translation>
    </message>
    <message>
        <source>Ask before a run takes more than 40 % of the free memory, or 2 GiB</source>
        <translation>运行需要超过 40 % 的空闲内存或 2 GiB 时先询问</translation>
    </message>
    <message>
        <source>Leave &amp;steps out</source>
        <translation>略去步骤(&amp;S)</translation>
    </message>
    <message>
        <source>Leave steps out of a long text&apos;s run, least telling first</source>
        <translation>长文本的运行略去一些步骤，信息最少的先略去</translation>
    </message>
    <message>
        <source>Keep attention &amp;only</source>
        <translation>只保留注意力(&amp;O)</translation>
    </message>
    <message>
        <source>Keep the attention of every head, and what is predicted</source>
        <translation>保留每个头的注意力和预测结果</translation>
    </message>
    <message>
        <source>Keep the shown &amp;layer only</source>
        <translation>只保留当前层(&amp;L)</translation>
    </message>
    <message>
        <source>Keep every step of one layer; another layer is computed when it is shown</source>
        <translation>保留一层的每个步骤；显示另一层时再计算那一层</translation>
    </message>
    <message>
        <source>Keep &amp;everything</source>
        <translation>全部保留(&amp;E)</translation>
    </message>
    <message>
        <source>Keep every number as long as there is memory for it</source>
        <translation>只要内存够用，就保留每个数字</translation>
    </message>
    <message>
        <source>&amp;If memory is short</source>
        <translation>内存不足时(&amp;I)</translation>
    </message>
</context>
<context>
    <name>ChangeText</name>
    <message>
        <source>“%1” had %2 % and has %3 %.</source>
        <translation>“%1”原为 %2 %，现为 %3 %。</translation>
    </message>
    <message>
        <source>It is still predicted.</source>
        <translation>仍然预测它。</translation>
    </message>
    <message>
        <source>Now “%1” is predicted, with %2 %.</source>
        <translation>现在预测的是“%1”，概率 %2 %。</translation>
    </message>
    <message>
        <source>“%1” was %2 and is %3.</source>
        <translation>“%1”原为 %2，现为 %3。</translation>
    </message>
    <message>
        <source>It is still the likeliest class.</source>
        <translation>它仍是可能性最大的类别。</translation>
    </message>
    <message>
        <source>Now “%1” is the likeliest class, with %2 %.</source>
        <translation>现在可能性最大的类别是“%1”，为 %2 %。</translation>
    </message>
</context>
<context>
    <name>ColorScale</name>
    <message>
        <source>shared by all heads</source>
        <translation>所有头共用</translation>
    </message>
    <message>
        <source>this matrix</source>
        <translation>仅此矩阵</translation>
    </message>
    <message>
        <source>each row its own</source>
        <translation>每行各自</translation>
    </message>
    <message>
        <source>symmetric about 0</source>
        <translation>关于 0 对称</translation>
    </message>
    <message>
        <source>logarithmic</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>first key left out of the scale</source>
        <translation>标尺不计第一个键</translation>
    </message>
    <message>
        <source>cells above the scale: %1</source>
        <translation>超出标尺上限的单元格：%1</translation>
    </message>
    <message>
        <source>cells below the scale: %1</source>
        <translation>低于标尺下限的单元格：%1</translation>
    </message>
</context>
<context>
    <name>CompareFigure</name>
    <message>
        <source>Distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>Jensen–Shannon, mean of the rows, bits</source>
        <translation>Jensen–Shannon，各行平均，比特</translation>
    </message>
    <message>
        <source>Jensen–Shannon, selected row</source>
        <translation>Jensen–Shannon，选中的行</translation>
    </message>
    <message>
        <source>Frobenius, √Σ Δ²</source>
        <translation>Frobenius，√Σ Δ²</translation>
    </message>
    <message>
        <source>Cosine of all numbers</source>
        <translation>全部数字的余弦</translation>
    </message>
    <message>
        <source>Largest changes</source>
        <translation>最大的变化</translation>
    </message>
    <message>
        <source>none: every number is the same</source>
        <translation>无：所有数字都相同</translation>
    </message>
    <message>
        <source>now: %1</source>
        <translation>现在：%1</translation>
    </message>
    <message>
        <source>, changed</source>
        <translation>，已修改</translation>
    </message>
    <message>
        <source>head %1</source>
        <translation>头 %1</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>步骤 %1</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>“%1”</translation>
    </message>
    <message>
        <source>model %1</source>
        <translation>模型 %1</translation>
    </message>
    <message>
        <source>before the changes</source>
        <translation>修改之前</translation>
    </message>
    <message>
        <source>pinned: %1</source>
        <translation>钉住：%1</translation>
    </message>
    <message>
        <source>%1 beside %2</source>
        <translation>%1 与 %2 并列</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Choose what to compare the selected step with.</source>
        <translation>请选择与选中步骤比较的对象。</translation>
    </message>
    <message>
        <source>difference: now − other</source>
        <translation>差：现在 − 另一方</translation>
    </message>
</context>
<context>
    <name>Dropped</name>
    <message>
        <source>Show or check the numbers in %1</source>
        <translation>显示或检查 %1 中的数字</translation>
    </message>
    <message numerus="yes">
        <source>Check the numbers in %n file(s)</source>
        <translation>
            <numerusform>检查 %n 个文件中的数字</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is not there any more.</source>
        <translation>%1 已不存在。</translation>
    </message>
    <message>
        <source>Open the model %1</source>
        <translation>打开模型 %1</translation>
    </message>
    <message>
        <source>Let the model look at %1</source>
        <translation>让模型看 %1</translation>
    </message>
    <message>
        <source>Open the session in %1</source>
        <translation>打开 %1 中的会话</translation>
    </message>
    <message>
        <source>Let the model listen to %1</source>
        <translation>让模型听 %1</translation>
    </message>
    <message>
        <source>%1 is a sound, which this model does not read: open a Whisper model first.</source>
        <translation>%1 是声音，此模型不读声音：请先打开 Whisper 模型。</translation>
    </message>
    <message>
        <source>Take the text of %1</source>
        <translation>采用 %1 中的文本</translation>
    </message>
    <message>
        <source>%1 is a text, which this model does not read: open another model first.</source>
        <translation>%1 是文本，此模型不读文本：请先打开别的模型。</translation>
    </message>
    <message>
        <source>%1 is nothing that can be opened here: drop a model&apos;s folder, a session or an exported picture, numbers (NPZ, NPY, CSV, TSV, JSON) or a text (TXT).</source>
        <translation>%1 无法在此打开：请拖入模型文件夹、会话或导出的图片、数字（NPZ、NPY、CSV、TSV、JSON）或文本（TXT）。</translation>
    </message>
</context>
<context>
    <name>EditFigure</name>
    <message>
        <source>The text has other tokens than before: rows of numbers cannot be set against each other.</source>
        <translation>文本的词元与之前不同，各行数字无法一一对照。</translation>
    </message>
    <message>
        <source>Nothing is changed. Double-click a number on the stage to write another, or choose Add.</source>
        <translation>还没有任何修改。双击舞台上的数字可改写它，或点“添加”。</translation>
    </message>
    <message>
        <source>What the changes do</source>
        <translation>修改的效果</translation>
    </message>
    <message>
        <source>y = %1</source>
        <translation>y = %1</translation>
    </message>
    <message>
        <source>%1: changed by %2, cosine %3</source>
        <translation>%1：变化 %2，余弦 %3</translation>
    </message>
</context>
<context>
    <name>EditMenu</name>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Head %1</source>
        <translation>头 %1</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Times…</source>
        <translation>乘以…</translation>
    </message>
    <message>
        <source>What %1 adds, times</source>
        <translation>%1 所加内容的倍数</translation>
    </message>
    <message>
        <source>Temperature…</source>
        <translation>温度…</translation>
    </message>
    <message>
        <source>Temperature of the attention of %1</source>
        <translation>%1 的注意力温度</translation>
    </message>
    <message>
        <source>Temperature of all heads…</source>
        <translation>所有头的温度…</translation>
    </message>
    <message>
        <source>Temperature of the attention of all heads</source>
        <translation>所有头的注意力温度</translation>
    </message>
    <message>
        <source>Weights of this head</source>
        <translation>这个头的权重</translation>
    </message>
    <message>
        <source>Token “%1” (%2)</source>
        <translation>词元“%1”（%2）</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Replace…</source>
        <translation>替换…</translation>
    </message>
    <message>
        <source>In the place of “%1”</source>
        <translation>替换“%1”</translation>
    </message>
    <message>
        <source>Adds what another adds</source>
        <translation>改加另一个头所加的内容</translation>
    </message>
    <message>
        <source>Swap with</source>
        <translation>互换</translation>
    </message>
</context>
<context>
    <name>Exporter</name>
    <message>
        <source>There is nothing to export yet; type a sentence first.</source>
        <translation>还没有可导出的内容，请先输入一个句子。</translation>
    </message>
    <message>
        <source>Save the picture</source>
        <translation>保存图片</translation>
    </message>
    <message>
        <source>PNG picture</source>
        <translation>PNG 图片</translation>
    </message>
    <message>
        <source>SVG drawing</source>
        <translation>SVG 矢量图</translation>
    </message>
    <message>
        <source>PDF page</source>
        <translation>PDF 页面</translation>
    </message>
    <message>
        <source>%1: a picture&apos;s name ends in .png, .svg or .pdf.</source>
        <translation>%1：图片的文件名须以 .png、.svg 或 .pdf 结尾。</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>已保存 %1</translation>
    </message>
    <message>
        <source>Save the numbers</source>
        <translation>保存数字</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>NumPy arrays</source>
        <translation>NumPy 数组</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Copied the picture: %1</source>
        <translation>已复制图片：%1</translation>
    </message>
    <message>
        <source>Copied the numbers: %1</source>
        <translation>已复制数字：%1</translation>
    </message>
    <message>
        <source>There are no numbers to copy or save: %1</source>
        <translation>没有可复制或保存的数字：%1</translation>
    </message>
</context>
<context>
    <name>HeadsFigure</name>
    <message>
        <source>Layer %1, head %2</source>
        <translation>第 %1 层，第 %2 头</translation>
    </message>
    <message>
        <source>left out: %1 rows that can look nowhere, %2 that are not finite</source>
        <translation>略去：%1 行无处可看，%2 行含非有限数</translation>
    </message>
    <message>
        <source>%1, measured on this text</source>
        <translation>%1，在此文本上的度量</translation>
    </message>
    <message>
        <source>Its pattern was not kept in this run.</source>
        <translation>这次计算没有保留它的注意力权重。</translation>
    </message>
    <message>
        <source>1/10000 of its largest</source>
        <translation>其最大值的 1/10000</translation>
    </message>
    <message>
        <source>largest of the row</source>
        <translation>该行最大值</translation>
    </message>
    <message>
        <source>largest of the head</source>
        <translation>该头最大值</translation>
    </message>
    <message>
        <source>Heads · by layer</source>
        <translation>注意力头 · 按层</translation>
    </message>
    <message>
        <source>Heads · by %1</source>
        <translation>注意力头 · 按%1</translation>
    </message>
    <message>
        <source>%1
%2</source>
        <translation>%1
%2</translation>
    </message>
    <message>
        <source>heads left out: %1</source>
        <translation>略去的头：%1</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>使用手册</translation>
    </message>
    <message>
        <source>Headlight %1
Shows with real numbers how attention works in a transformer.

Free software under the GNU General Public License, version 3 or later.

Qt %2 · Eigen %3.%4.%5 · QCustomPlot 2.1
Processor: %6</source>
        <translation>Headlight %1
用真实的数字展示 Transformer 中的注意力如何运作。

自由软件，采用 GNU 通用公共许可证第 3 版或更新版本。

Qt %2 · Eigen %3.%4.%5 · QCustomPlot 2.1
处理器：%6</translation>
    </message>
    <message>
        <source>About Headlight</source>
        <translation>关于 Headlight</translation>
    </message>
    <message>
        <source>Back to the manual</source>
        <translation>返回手册</translation>
    </message>
</context>
<context>
    <name>LedgerFigure</name>
    <message>
        <source>score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>scale</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>bias</source>
        <translation>偏置</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>掩码</translation>
    </message>
    <message>
        <source>softmax</source>
        <translation>softmax</translation>
    </message>
    <message>
        <source>formula</source>
        <translation>公式</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>算式</translation>
    </message>
    <message>
        <source>terms not shown here: %1; copy them as text</source>
        <translation>此处未显示的项：%1；可复制为文本</translation>
    </message>
    <message>
        <source>terms: %1</source>
        <translation>项数：%1</translation>
    </message>
    <message>
        <source>max of the row</source>
        <translation>该行最大值</translation>
    </message>
    <message>
        <source>minus the max</source>
        <translation>减去最大值</translation>
    </message>
    <message>
        <source>exponential</source>
        <translation>取指数</translation>
    </message>
    <message>
        <source>sum over the row</source>
        <translation>该行求和</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>recomputed in float64: %1; shown: %2; difference %3</source>
        <translation>以 float64 重新计算：%1；显示：%2；相差 %3</translation>
    </message>
    <message>
        <source>recomputed in float64: %1, exactly what is shown</source>
        <translation>以 float64 重新计算：%1，与显示完全相同</translation>
    </message>
    <message>
        <source>recomputed in float64: %1; shown: %2; difference %3, more than rounding explains</source>
        <translation>以 float64 重新计算：%1；显示：%2；相差 %3，超出舍入误差</translation>
    </message>
    <message>
        <source>broken in row %1: %2</source>
        <translation>第 %1 行不成立：%2</translation>
    </message>
    <message>
        <source>broken: %1</source>
        <translation>不成立：%1</translation>
    </message>
    <message>
        <source>head %1</source>
        <translation>头 %1</translation>
    </message>
    <message>
        <source>heads</source>
        <translation>各头</translation>
    </message>
    <message>
        <source>entropy %1, of an even spread %2</source>
        <translation>熵 %1，平均分布时 %2</translation>
    </message>
    <message>
        <source>the largest</source>
        <translation>最大的</translation>
    </message>
    <message>
        <source>heads: %1</source>
        <translation>头数：%1</translation>
    </message>
    <message>
        <source>position</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>segments</source>
        <translation>段落</translation>
    </message>
    <message>
        <source>sum</source>
        <translation>求和</translation>
    </message>
    <message>
        <source>… and %1 more; “All terms” shows them</source>
        <translation>……另有 %1 项；勾选“全部项”即可显示</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>row max</source>
        <translation>行最大</translation>
    </message>
    <message>
        <source>−row max</source>
        <translation>−行最大</translation>
    </message>
    <message>
        <source>written by hand: %1</source>
        <translation>手动写入：%1</translation>
    </message>
</context>
<context>
    <name>LinesFigure</name>
    <message>
        <source>head %1:</source>
        <translation>头 %1：</translation>
    </message>
    <message>
        <source>% not shown</source>
        <translation>% 未画出</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>另有 %1 个</translation>
    </message>
    <message>
        <source>Lines · head %1</source>
        <translation>连线 · 头 %1</translation>
    </message>
    <message>
        <source>query %1: %2</source>
        <translation>查询 %1：%2</translation>
    </message>
    <message>
        <source>key %1: %2</source>
        <translation>键 %1：%2</translation>
    </message>
    <message>
        <source>The patterns were not kept in this run.</source>
        <translation>这次计算没有保留注意力权重。</translation>
    </message>
    <message>
        <source>query</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>largest of all heads</source>
        <translation>所有头中最大的</translation>
    </message>
    <message>
        <source>largest of layer %1</source>
        <translation>第 %1 层中最大的</translation>
    </message>
    <message>
        <source>weighted mean of all heads</source>
        <translation>所有头的加权平均</translation>
    </message>
    <message>
        <source>weighted mean of layer %1</source>
        <translation>第 %1 层的加权平均</translation>
    </message>
    <message>
        <source>mean of all heads</source>
        <translation>所有头的平均</translation>
    </message>
    <message>
        <source>mean of layer %1</source>
        <translation>第 %1 层的平均</translation>
    </message>
    <message>
        <source>%1:</source>
        <translation>%1：</translation>
    </message>
    <message>
        <source>Lines · %1</source>
        <translation>连线 · %1</translation>
    </message>
</context>
<context>
    <name>Lists</name>
    <message>
        <source>%1, %2</source>
        <translation>%1、%2</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>%1 (not found)</source>
        <translation>%1（找不到）</translation>
    </message>
    <message>
        <source>Folders and files you open are listed here</source>
        <translation>您打开的文件夹和文件会列在这里</translation>
    </message>
</context>
<context>
    <name>MetricsFigure</name>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>By layer</source>
        <translation>按层</translation>
    </message>
    <message>
        <source>Query by query</source>
        <translation>逐个查询</translation>
    </message>
    <message>
        <source>Rollout</source>
        <translation>Rollout（逐层累积）</translation>
    </message>
    <message>
        <source>Flow</source>
        <translation>流</translation>
    </message>
    <message>
        <source>Map of heads</source>
        <translation>头的地图</translation>
    </message>
    <message>
        <source>Queries and keys</source>
        <translation>查询和键</translation>
    </message>
    <message>
        <source>Attention flow: the largest flow from a position after the last layer down to each token, through pipes as wide as ½ · mean of the heads + ½ · identity in every layer. Each token is asked for itself, so a row need not sum to 1.</source>
        <translation>注意力流：从最后一层之后的某个位置向下流到每个词元的最大流，每层的管道宽度为 ½ · 各头平均 + ½ · 单位矩阵。每个词元单独计算，所以一行之和不必为 1。</translation>
    </message>
    <message>
        <source>Attention rollout: the product over the layers of ½ · mean of the heads + ½ · identity, rows brought to sum 1. Row i says how much of position i after the last layer came from each token.</source>
        <translation>注意力 rollout：各层“½ · 各头平均 + ½ · 单位矩阵”（每行归一）的乘积。第 i 行说明最后一层之后的位置 i 有多少来自每个词元。</translation>
    </message>
    <message>
        <source>%1 alone: what comes over cross-attention is no part of it.</source>
        <translation>只含%1：经交叉注意力而来的部分不计在内。</translation>
    </message>
    <message>
        <source>From “%1” to “%2”: %3</source>
        <translation>从“%1”到“%2”：%3</translation>
    </message>
    <message>
        <source>Heads that look alike lie close: distance is √ of the mean Jensen-Shannon divergence of their rows (bits, %3 rows). Classical scaling; the two axes explain %1 % of it, stress %2. Colours: groups by average linkage.</source>
        <translation>看法相近的头靠在一起：距离是各行 Jensen-Shannon 散度（比特，共 %3 行）平均值的平方根。经典多维尺度法；两条轴解释其中的 %1 %，应力 %2。颜色：按平均连接分的组。</translation>
    </message>
    <message>
        <source>Most alike to %1 (similarity, cosine): </source>
        <translation>与 %1 最相近的（相似度，余弦）： </translation>
    </message>
    <message>
        <source>group %1</source>
        <translation>第 %1 组</translation>
    </message>
    <message>
        <source>query %1</source>
        <translation>查询 %1</translation>
    </message>
    <message>
        <source>key %1</source>
        <translation>键 %1</translation>
    </message>
    <message>
        <source>%3: queries (circles) and keys (squares) in the plane of their two largest principal components, which explain %1 % and %2 % of the variance. Queries and keys are each centred on their own mean; moving all keys changes no weight.</source>
        <translation>%3：查询（圆点）和键（方块）画在两个最大主成分的平面上，它们分别解释方差的 %1 % 和 %2 %。查询和键各以自己的平均为中心；整体移动所有的键不改变任何权重。</translation>
    </message>
    <message>
        <source>head</source>
        <translation>头</translation>
    </message>
    <message>
        <source>Heads left out because their number is smaller: %1.</source>
        <translation>因数值较小而略去的头：%1。</translation>
    </message>
    <message>
        <source>Does not apply here: %1.</source>
        <translation>在此不适用：%1。</translation>
    </message>
    <message>
        <source>Computing…</source>
        <translation>正在计算……</translation>
    </message>
    <message>
        <source>layer; within it the heads from left to right</source>
        <translation>层；每层内各头从左到右</translation>
    </message>
    <message>
        <source>largest: head %1,</source>
        <translation>最大：头 %1，</translation>
    </message>
    <message>
        <source>%1: the part of each query</source>
        <translation>%1：每个查询的部分</translation>
    </message>
    <message>
        <source>has no part</source>
        <translation>没有部分</translation>
    </message>
    <message>
        <source>mean of %1 parts</source>
        <translation>%1 个部分的平均</translation>
    </message>
</context>
<context>
    <name>MistakesFigure</name>
    <message>
        <source>right %1, with the mistake %2, difference %3</source>
        <translation>正确 %1，带错误 %2，差 %3</translation>
    </message>
    <message>
        <source>Right, it holds: %1.</source>
        <translation>正确时成立：%1。</translation>
    </message>
    <message>
        <source>With the mistake, it is broken: %1.</source>
        <translation>带错误时被破坏：%1。</translation>
    </message>
    <message>
        <source>With the mistake, it still holds here: %1.</source>
        <translation>带错误时在这里仍然成立：%1。</translation>
    </message>
    <message>
        <source>Largest difference: %1</source>
        <translation>最大差值：%1</translation>
    </message>
    <message>
        <source>What comes out is no number, or has another shape.</source>
        <translation>结果不是数，或者形状不同。</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>With the mistake</source>
        <translation>带错误</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差</translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>opened from</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Model card: %1</source>
        <translation>模型卡：%1</translation>
    </message>
    <message>
        <source>Fact</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>What this model is</source>
        <translation>此模型是什么</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>概况</translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Its weights</source>
        <translation>它的权重</translation>
    </message>
    <message>
        <source>Tensors (%1)</source>
        <translation>张量（%1）</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Copy the facts and warnings as text</source>
        <translation>以文本形式复制概况和警告</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>OutputFigure</name>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Word in the place of “%1” (token %2)</source>
        <translation>“%1”（词元 %2）处的词</translation>
    </message>
    <message>
        <source>Next word after “%1” (token %2)</source>
        <translation>“%1”（词元 %2）之后的词</translation>
    </message>
    <message>
        <source>%1: probability %2</source>
        <translation>%1：概率 %2</translation>
    </message>
    <message>
        <source>Layer by layer: what it would predict if it ended there</source>
        <translation>逐层：若到此为止，会预测什么</translation>
    </message>
    <message>
        <source>Computing…</source>
        <translation>正在计算…</translation>
    </message>
    <message>
        <source>embedding</source>
        <translation>嵌入</translation>
    </message>
    <message>
        <source>layer %1</source>
        <translation>第 %1 层</translation>
    </message>
    <message>
        <source>This model has no prediction head: it ends with one row of numbers per token, and predicts no word.</source>
        <translation>此模型没有预测头：它止于每个词元的一行数字，不预测词。</translation>
    </message>
    <message>
        <source>was %1</source>
        <translation>原为 %1</translation>
    </message>
    <message>
        <source>Class of the whole input</source>
        <translation>整个输入的类别</translation>
    </message>
    <message>
        <source>Class of the whole text, read at “%1” (token 0)</source>
        <translation>整段文字的类别，读自“%1”（词元 0）</translation>
    </message>
    <message>
        <source>Class of “%1” (token %2)</source>
        <translation>“%1”（词元 %2）的类别</translation>
    </message>
    <message>
        <source>No word is asked for: these rows know their own words. Write &lt;mask&gt; where a word is missing, and the query stream predicts it from the others.</source>
        <translation>没有询问任何词：这些行知道自己的词。在缺词的地方写 &lt;mask&gt;，查询流就会从其他词预测它。</translation>
    </message>
    <message>
        <source>Classes of the whole input, each by itself</source>
        <translation>整个输入的各个类别，各自判断</translation>
    </message>
    <message>
        <source>Number for the whole input</source>
        <translation>整个输入的数值</translation>
    </message>
    <message>
        <source>Numbers for the whole input</source>
        <translation>整个输入的各个数值</translation>
    </message>
    <message>
        <source>Classes of “%1” (token %2), each by itself</source>
        <translation>“%1”（词元 %2）的各个类别，各自判断</translation>
    </message>
    <message>
        <source>Numbers for “%1” (token %2)</source>
        <translation>“%1”（词元 %2）的数值</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Likeliest answers: start times end</source>
        <translation>最可能的答案：开始的概率乘以结束的概率</translation>
    </message>
    <message>
        <source>tokens %1 to %2</source>
        <translation>词元 %1 至 %2</translation>
    </message>
    <message>
        <source>%1, %2: probability %3</source>
        <translation>%1，%2：概率 %3</translation>
    </message>
    <message>
        <source>How well the text fits, as one of several</source>
        <translation>文本作为几段之一有多合适</translation>
    </message>
    <message>
        <source>Whether the second text follows the first</source>
        <translation>第二段文本是否接续第一段</translation>
    </message>
    <message>
        <source>Does the answer start or end at “%1” (token %2)?</source>
        <translation>答案是否在“%1”（词元 %2）处开始或结束？</translation>
    </message>
    <message>
        <source>Whether the two texts stand in their order</source>
        <translation>两段文本是否顺序正确</translation>
    </message>
    <message>
        <source>Was “%1” (token %2) put in the place of another?</source>
        <translation>“%1”（词元 %2）是否替换了原词？</translation>
    </message>
</context>
<context>
    <name>PictureFigure</name>
    <message>
        <source>the class token</source>
        <translation>分类词元</translation>
    </message>
    <message>
        <source>the distillation token</source>
        <translation>蒸馏词元</translation>
    </message>
    <message>
        <source>the patch in row %1, column %2</source>
        <translation>第 %1 行第 %2 列的图像块</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Where %1 looks · head %2</source>
        <translation>%1看哪里 · 头 %2</translation>
    </message>
    <message>
        <source>%1: attention %2</source>
        <translation>%1：注意力 %2</translation>
    </message>
    <message>
        <source>The picture&apos;s numbers were not kept in this run.</source>
        <translation>本次运行没有保留图像的数值。</translation>
    </message>
    <message>
        <source>This model reads text; there is no picture to look at.</source>
        <translation>该模型读取文本，没有图像可看。</translation>
    </message>
    <message>
        <source>to %1:</source>
        <translation>对%1：</translation>
    </message>
    <message>
        <source>%1: share %2</source>
        <translation>%1：份额 %2</translation>
    </message>
    <message>
        <source>What %1 is made of · rollout over all layers</source>
        <translation>%1由什么组成 · 所有层的逐层累积（Rollout）</translation>
    </message>
    <message>
        <source>from %1:</source>
        <translation>来自%1：</translation>
    </message>
</context>
<context>
    <name>PipelineFigure</name>
    <message>
        <source>not kept</source>
        <translation>未保留</translation>
    </message>
    <message>
        <source>Layer %1 · Head %2</source>
        <translation>第 %1 层 · 第 %2 头</translation>
    </message>
    <message>
        <source>every picture has its own scale · ← → to step</source>
        <translation>每个小图各用自己的标尺 · ← → 逐步</translation>
    </message>
</context>
<context>
    <name>PositionsFigure</name>
    <message>
        <source>dimension %1</source>
        <translation>维度 %1</translation>
    </message>
    <message>
        <source>tokens a turn</source>
        <translation>个词元一周</translation>
    </message>
    <message>
        <source>pair %1</source>
        <translation>第 %1 对</translation>
    </message>
    <message>
        <source>token %1: %2 rad</source>
        <translation>词元 %1：%2 弧度</translation>
    </message>
    <message>
        <source>head %1</source>
        <translation>头 %1</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>sine and cosine</source>
        <translation>正弦和余弦</translation>
    </message>
    <message>
        <source>learned by this model</source>
        <translation>此模型所学</translation>
    </message>
    <message>
        <source>rotary</source>
        <translation>旋转</translation>
    </message>
    <message>
        <source>ALiBi</source>
        <translation>ALiBi</translation>
    </message>
    <message>
        <source>T5&apos;s relative bias</source>
        <translation>T5 相对偏置</translation>
    </message>
    <message>
        <source>Positions · %1</source>
        <translation>位置 · %1</translation>
    </message>
    <message>
        <source>position</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>dimension</source>
        <translation>维度</translation>
    </message>
    <message>
        <source>Nothing tells the positions: attention sees the words as a set. Only a causal mask still tells before from after.</source>
        <translation>没有任何位置信息：注意力把词看作一个集合。只有因果掩码还能区分前后。</translation>
    </message>
    <message>
        <source>PE: one row per position</source>
        <translation>PE：每个位置一行</translation>
    </message>
    <message>
        <source>Some dimensions over the positions</source>
        <translation>若干维度随位置的变化</translation>
    </message>
    <message>
        <source>PE · PEᵀ: how alike positions are</source>
        <translation>PE · PEᵀ：位置之间的相似度</translation>
    </message>
    <message>
        <source>cos of each pair&apos;s angle</source>
        <translation>每对特征的角度的余弦</translation>
    </message>
    <message>
        <source>pair</source>
        <translation>特征对</translation>
    </message>
    <message>
        <source>How far a pair is turned</source>
        <translation>一对特征转过的角度</translation>
    </message>
    <message>
        <source>mean of cos(angle − angle)</source>
        <translation>cos(角度 − 角度) 的平均</translation>
    </message>
    <message>
        <source>Added to the scores of head %1</source>
        <translation>加到头 %1 的得分上</translation>
    </message>
    <message>
        <source>query</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>Slope of each head</source>
        <translation>每个头的斜率</translation>
    </message>
    <message>
        <source>In a text of %1 tokens the base of the angles is %2: beyond %3 tokens it grows with the text from %4, and every pair but the first turns more slowly.</source>
        <translation>在 %1 个词元的文本中，角度的底数为 %2：超过 %3 个词元时，它从 %4 起随文本增大，除第一对以外的各对都转得更慢。</translation>
    </message>
    <message>
        <source>In a text of %1 tokens the base of the angles is %2; beyond %3 tokens it grows with the text, and every pair but the first turns more slowly.</source>
        <translation>在 %1 个词元的文本中，角度的底数为 %2；超过 %3 个词元时，它随文本增大，除第一对以外的各对都转得更慢。</translation>
    </message>
</context>
<context>
    <name>PositionsView</name>
    <message>
        <source>Shuffled, with positions the outputs change by up to %1</source>
        <translation>打乱词序后，有位置时输出最多变化 %1</translation>
    </message>
    <message>
        <source>; without positions still by up to %1, because the causal mask tells the order too; without positions and mask they are only permuted (difference %2).</source>
        <translation>；没有位置时仍最多变化 %1，因为因果掩码也透露顺序；位置和掩码都没有时，输出只是随词换位（相差 %2）。</translation>
    </message>
    <message>
        <source>; without positions they are only permuted (difference %1).</source>
        <translation>；没有位置时，输出只是随词换位（相差 %1）。</translation>
    </message>
    <message>
        <source>The largest output is %1.</source>
        <translation>最大的输出为 %1。</translation>
    </message>
</context>
<context>
    <name>PromptFigure</name>
    <message>
        <source>%1
position %2 · number %3 in the vocabulary</source>
        <translation>%1
位置 %2 · 词表中第 %3 号</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>source</source>
        <translation>源文本</translation>
    </message>
    <message>
        <source>target</source>
        <translation>目标文本</translation>
    </message>
    <message>
        <source>query = key</source>
        <translation>查询 = 键</translation>
    </message>
    <message>
        <source>query</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>Click: query. Shift-click or right button: key.</source>
        <translation>点击：查询。Shift+点击或右键：键。</translation>
    </message>
    <message>
        <source>token %1, %2</source>
        <translation>词元 %1，%2</translation>
    </message>
    <message numerus="yes">
        <source>and %n more token(s)</source>
        <translation>
            <numerusform>另有 %n 个词元</numerusform>
        </translation>
    </message>
    <message>
        <source>%1
positions %2 to %3: %4
Click: query. Shift-click or right button: key.</source>
        <translation>%1
位置 %2 到 %3：%4
点击：查询。按住 Shift 点击或右键：键。</translation>
    </message>
    <message>
        <source>asked for</source>
        <translation>询问的词</translation>
    </message>
</context>
<context>
    <name>ReadingRules</name>
    <message>
        <source>token by token: words, hidden tokens and several heads in one are for attention weights</source>
        <translation>逐个词元显示：合成词、隐藏词元和合并多个头只用于注意力权重</translation>
    </message>
</context>
<context>
    <name>RowPanel</name>
    <message>
        <source>row “%1”: where it looks</source>
        <translation>“%1”行：看向哪里</translation>
    </message>
    <message>
        <source>row “%1”: what is added up</source>
        <translation>“%1”行：由什么相加</translation>
    </message>
    <message>
        <source>its numbers</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>row “%1”</source>
        <translation>“%1”行</translation>
    </message>
    <message>
        <source>forbidden</source>
        <translation>禁止</translation>
    </message>
    <message>
        <source>sum %1</source>
        <translation>总和 %1</translation>
    </message>
    <message>
        <source>sum %1: every key is forbidden</source>
        <translation>总和 %1：所有键都被禁止</translation>
    </message>
    <message>
        <source>sum %1: it should be 1</source>
        <translation>总和 %1：应当为 1</translation>
    </message>
    <message>
        <source>This row predicts the next word.</source>
        <translation>这一行预测下一个词。</translation>
    </message>
    <message>
        <source>This row predicts the next word: “%1”.</source>
        <translation>这一行预测下一个词：“%1”。</translation>
    </message>
    <message>
        <source>row “%1”, feature %2: what each key adds</source>
        <translation>“%1”行，特征 %2：每个键加了多少</translation>
    </message>
    <message>
        <source>This row fills in a word: “%1”.</source>
        <translation>这一行填入一个词：“%1”。</translation>
    </message>
    <message>
        <source>This row names the class of the text: “%1”.</source>
        <translation>这一行说出文字的类别：“%1”。</translation>
    </message>
    <message>
        <source>sum %1, after %2 were hidden and the rest divided by what is left</source>
        <translation>总和 %1：隐藏 %2 后，其余除以剩下的部分</translation>
    </message>
    <message>
        <source>sum %1, hidden %2</source>
        <translation>总和 %1，隐藏 %2</translation>
    </message>
    <message>
        <source>This row names the class of its token: “%1”.</source>
        <translation>这一行给出其词元的类别：“%1”。</translation>
    </message>
    <message>
        <source>No class is likelier there than not.</source>
        <translation>没有哪个类别出现的可能性超过一半。</translation>
    </message>
    <message>
        <source>This row says of its token: %1.</source>
        <translation>这一行给出其词元的数值：%1。</translation>
    </message>
    <message>
        <source>This row says of the text: %1.</source>
        <translation>这一行给出文本的数值：%1。</translation>
    </message>
    <message>
        <source>This row names classes of its token: %1.</source>
        <translation>这一行给出其词元的类别：%1。</translation>
    </message>
    <message>
        <source>This row names classes of the text: %1.</source>
        <translation>这一行给出文本的类别：%1。</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1、%2</translation>
    </message>
    <message numerus="yes">
        <source>%n more, not listed</source>
        <translation>
            <numerusform>另有 %n 个，未列出</numerusform>
        </translation>
    </message>
    <message>
        <source>This row says of “%1” of the encoder&apos;s text (token %2): %3.</source>
        <translation>这一行对编码器文本中的“%1”（词元 %2）给出：%3。</translation>
    </message>
</context>
<context>
    <name>SoundFigure</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1: attention %2</source>
        <translation>%1：注意力 %2</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Where %1 listens · head %2</source>
        <translation>%1 在听哪里 · 头 %2</translation>
    </message>
    <message>
        <source>This model reads no sound.</source>
        <translation>此模型不读声音。</translation>
    </message>
    <message>
        <source>The sound&apos;s numbers were not kept in this run.</source>
        <translation>这次运行没有保留声音的数字。</translation>
    </message>
    <message>
        <source>high</source>
        <translation>高</translation>
    </message>
    <message>
        <source>low</source>
        <translation>低</translation>
    </message>
</context>
<context>
    <name>StageFigure</name>
    <message>
        <source>This step was not kept: the text is too long to keep them all. Choose another step, or a shorter text.</source>
        <translation>没有保留这一步：文本太长，无法保留所有步骤。请选择其他步骤或较短的文本。</translation>
    </message>
    <message>
        <source>forbidden</source>
        <translation>禁止</translation>
    </message>
    <message>
        <source>scale: %1</source>
        <translation>标尺：%1</translation>
    </message>
</context>
<context>
    <name>StepName</name>
    <message>
        <source>tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>embedding</source>
        <translation>嵌入</translation>
    </message>
    <message>
        <source>position</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>segment</source>
        <translation>分段</translation>
    </message>
    <message>
        <source>X = sum</source>
        <translation>X = 和</translation>
    </message>
    <message>
        <source>norm</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>Q rotated</source>
        <translation>Q 旋转</translation>
    </message>
    <message>
        <source>K rotated</source>
        <translation>K 旋转</translation>
    </message>
    <message>
        <source>bias</source>
        <translation>偏置</translation>
    </message>
    <message>
        <source>+ bias</source>
        <translation>+ 偏置</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>掩码</translation>
    </message>
    <message>
        <source>+ mask</source>
        <translation>+ 掩码</translation>
    </message>
    <message>
        <source>max</source>
        <translation>最大值</translation>
    </message>
    <message>
        <source>− max</source>
        <translation>− 最大值</translation>
    </message>
    <message>
        <source>sum</source>
        <translation>求和</translation>
    </message>
    <message>
        <source>concat</source>
        <translation>拼接</translation>
    </message>
    <message>
        <source>+ residual</source>
        <translation>+ 残差</translation>
    </message>
    <message>
        <source>gate</source>
        <translation>门控</translation>
    </message>
    <message>
        <source>activation</source>
        <translation>激活</translation>
    </message>
    <message>
        <source>final norm</source>
        <translation>最终归一化</translation>
    </message>
    <message>
        <source>pooler</source>
        <translation>池化</translation>
    </message>
    <message>
        <source>head</source>
        <translation>预测头</translation>
    </message>
    <message>
        <source>logits</source>
        <translation>logits</translation>
    </message>
    <message>
        <source>output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>numbers</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>× scale</source>
        <translation>× 缩放</translation>
    </message>
    <message>
        <source>widened</source>
        <translation>加宽</translation>
    </message>
    <message>
        <source>Q normed</source>
        <translation>归一化的 Q</translation>
    </message>
    <message>
        <source>K normed</source>
        <translation>归一化的 K</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>patches</source>
        <translation>图块</translation>
    </message>
    <message>
        <source>spectrogram</source>
        <translation>频谱</translation>
    </message>
    <message>
        <source>convolution</source>
        <translation>卷积</translation>
    </message>
    <message>
        <source>[CLS; patches]</source>
        <translation>[CLS; 图块]</translation>
    </message>
    <message>
        <source>class head</source>
        <translation>类别头</translation>
    </message>
    <message>
        <source>taught head</source>
        <translation>蒸馏头</translation>
    </message>
    <message>
        <source>distances</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>记忆</translation>
    </message>
    <message>
        <source>+ memory</source>
        <translation>+ 记忆</translation>
    </message>
    <message>
        <source>K of distances</source>
        <translation>距离的 K</translation>
    </message>
    <message>
        <source>Q of distances</source>
        <translation>距离的 Q</translation>
    </message>
    <message>
        <source>content → position</source>
        <translation>内容 → 位置</translation>
    </message>
    <message>
        <source>position → content</source>
        <translation>位置 → 内容</translation>
    </message>
    <message>
        <source>segments</source>
        <translation>段落</translation>
    </message>
    <message>
        <source>sum of scores</source>
        <translation>得分之和</translation>
    </message>
    <message>
        <source>scores</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>start</source>
        <translation>起始</translation>
    </message>
    <message>
        <source>choice</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>pair</source>
        <translation>文本对</translation>
    </message>
</context>
<context>
    <name>TokenTable</name>
    <message>
        <source>position</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>token</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>id</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>piece</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>bytes of the text</source>
        <translation>文本字节</translation>
    </message>
    <message>
        <source>none: added</source>
        <translation>无：自动添加</translation>
    </message>
    <message>
        <source>token %1, id %2</source>
        <translation>词元 %1，编号 %2</translation>
    </message>
</context>
<context>
    <name>VariantsFigure</name>
    <message>
        <source>full %1, here %2, difference %3</source>
        <translation>完整 %1，此处 %2，差 %3</translation>
    </message>
    <message>
        <source>window %1</source>
        <translation>窗口 %1</translation>
    </message>
    <message>
        <source>stride %1</source>
        <translation>步长 %1</translation>
    </message>
    <message>
        <source>global tokens %1</source>
        <translation>全局词元 %1</translation>
    </message>
    <message>
        <source>rank %1</source>
        <translation>秩 %1</translation>
    </message>
    <message>
        <source>Every weight is the same as in full attention.</source>
        <translation>每个权重都与完整注意力相同。</translation>
    </message>
    <message>
        <source>Largest weight moved: “%1” → “%2”, from %3 to %4. Of what full attention gives, %5 % is on keys that are seen.</source>
        <translation>移动最大的权重：“%1”→“%2”，从 %3 变为 %4。完整注意力给出的权重中，%5 % 落在看得见的键上。</translation>
    </message>
    <message>
        <source>Output of the head: ‖z′ − z‖ = %1 where ‖z‖ = %2, cosine %3.</source>
        <translation>该头的输出：‖z′ − z‖ = %1，而 ‖z‖ = %2，余弦 %3。</translation>
    </message>
    <message>
        <source>Compared with full attention of the same queries, keys and values: every key allowed, the model&apos;s own mask left out. From the weights that the model itself computes, %1 is %2 away at most.</source>
        <translation>与相同查询、键和值的完整注意力比较：允许所有的键，不用模型自己的掩码。“%1”与模型自己算出的权重最多相差 %2。</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差</translation>
    </message>
    <message>
        <source>Multiply-adds</source>
        <translation>乘加次数</translation>
    </message>
    <message>
        <source>Bytes held</source>
        <translation>保存的字节</translation>
    </message>
    <message>
        <source>Longest path</source>
        <translation>最长路径</translation>
    </message>
    <message>
        <source>Steps in sequence</source>
        <translation>先后步数</translation>
    </message>
    <message>
        <source>Recurrent layer</source>
        <translation>循环层</translation>
    </message>
    <message>
        <source>Convolution, kernel %1</source>
        <translation>卷积，核宽 %1</translation>
    </message>
    <message>
        <source>tokens n</source>
        <translation>词元数 n</translation>
    </message>
    <message>
        <source>What one layer costs: %1 heads with %2 features for queries and keys and %3 for values; recurrent and convolutional layers %4 wide. Projections are left out, exponentials and divisions not counted. Bytes: weights, states and outputs that are held, float32. Path: layers (recurrent: steps) from one token to another at most. As table 1 of Vaswani et al. 2017, with its constants.</source>
        <translation>一层的代价：%1 个头，查询和键各 %2 个特征，值 %3 个；循环层和卷积层宽 %4。不含投影，不计指数和除法。字节：保存的权重、状态和输出，float32。路径：从一个词元到另一个最多经过的层数（循环层：步数）。如 Vaswani 等 2017 的表 1，并带有常数。</translation>
    </message>
    <message>
        <source>For this text&apos;s n = %1</source>
        <translation>本文本 n = %1</translation>
    </message>
    <message>
        <source>Prediction at position %1: float64 says “%2” with %3 %</source>
        <translation>位置 %1 的预测：float64 为“%2”，%3 %</translation>
    </message>
    <message>
        <source>; %1 says the same with %3 %.</source>
        <translation>；%1 相同，%3 %。</translation>
    </message>
    <message>
        <source>; %1 says “%2” with %3 %: another prediction.</source>
        <translation>；%1 为“%2”，%3 %：预测不同。</translation>
    </message>
    <message>
        <source>Largest difference to float64 ÷ largest number of the step</source>
        <translation>与 float64 的最大差 ÷ 该步骤的最大数</translation>
    </message>
    <message>
        <source>steps in the order of computation</source>
        <translation>按计算顺序的步骤</translation>
    </message>
    <message>
        <source>float64 is what the others are measured against: choose another format.</source>
        <translation>其他格式都与 float64 比较：请选择另一种格式。</translation>
    </message>
    <message>
        <source>The numbers of this step were not kept: choose a shorter text.</source>
        <translation>没有保存这一步的数字：请缩短文本。</translation>
    </message>
    <message>
        <source>No format rounds this step.</source>
        <translation>没有格式会舍入这一步。</translation>
    </message>
    <message>
        <source>largest number</source>
        <translation>最大的数</translation>
    </message>
    <message>
        <source>%1, largest difference</source>
        <translation>%1，最大差</translation>
    </message>
    <message>
        <source>%1, relative</source>
        <translation>%1，相对</translation>
    </message>
    <message>
        <source>step (all heads together)</source>
        <translation>步骤（所有头合在一起）</translation>
    </message>
    <message>
        <source>The same text is run in every format and each step is set beside the same step in float64. Differences of 0 have no place in the plot; where numbers overflow, the difference is infinite.</source>
        <translation>同一文本用每种格式各运行一次，每一步都与 float64 的同一步并列。为 0 的差在图中没有位置；数字溢出处，差为无穷大。</translation>
    </message>
    <message>
        <source>Full (rows queries, columns keys)</source>
        <translation>完整（行为查询，列为键）</translation>
    </message>
    <message>
        <source>Number at position %1: float64 says “%2” = %3</source>
        <translation>位置 %1 的数值：float64 给出“%2” = %3</translation>
    </message>
    <message>
        <source>; %1 says %3.</source>
        <translation>；%1 给出 %3。</translation>
    </message>
    <message>
        <source>%1.</source>
        <translation>%1。</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>ViewTitle</name>
    <message>
        <source>Prompt</source>
        <translation>句子</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>主图</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>算式</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>注意力头</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>连线</translation>
    </message>
    <message>
        <source>Positions</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>度量</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Mistakes</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Variants</source>
        <translation>变体</translation>
    </message>
</context>
<context>
    <name>WeightsFigure</name>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>This step has no weights.</source>
        <translation>这一步没有权重。</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>The model %1 has no step &quot;%2&quot;: `headlight steps --model M` lists what it has.</source>
        <translation>模型 %1 没有步骤“%2”：`headlight steps --model M` 会列出它的步骤。</translation>
    </message>
    <message>
        <source>There is no step &quot;%1&quot;.%2 `headlight steps` lists them all.</source>
        <translation>没有步骤“%1”。%2 `headlight steps` 会列出所有步骤。</translation>
    </message>
    <message>
        <source>The model %1 has layers 0 to %2 with heads 0 to %3.</source>
        <translation>模型 %1 的层为 0 到 %2，头为 0 到 %3。</translation>
    </message>
    <message>
        <source>The step %1 has rows 0 to %2 and columns 0 to %3; choose --row and --col among them.</source>
        <translation>步骤 %1 的行为 0 到 %2，列为 0 到 %3；请在其中选择 --row 和 --col。</translation>
    </message>
    <message>
        <source>%1: %2 must be a text or an array of two texts.</source>
        <translation>%1：%2 应为文本，或由两段文本组成的数组。</translation>
    </message>
    <message>
        <source>%1 must be an array of texts: [&quot;one&quot;, &quot;two&quot;].</source>
        <translation>%1 应为文本数组：[&quot;one&quot;, &quot;two&quot;]。</translation>
    </message>
    <message>
        <source>The model %1 has no tokenizer.</source>
        <translation>模型 %1 没有分词器。</translation>
    </message>
    <message>
        <source>This tokenizer (%1) joins no pairs: give the texts one by one or add --no-special.</source>
        <translation>此分词器（%1）不能连接句对：请逐个给出文本，或加上 --no-special。</translation>
    </message>
    <message>
        <source>entropy</source>
        <translation>熵</translation>
    </message>
    <message>
        <source>How spread out the rows are: the mean over the rows of −Σ a ln a, in nats; 0 for one key alone.</source>
        <translation>各行有多分散：−Σ a ln a 对各行的平均，单位为奈特；只看一个键时为 0。</translation>
    </message>
    <message>
        <source>effective keys</source>
        <translation>有效键数</translation>
    </message>
    <message>
        <source>How many keys a row looks at: the mean over the rows of exp(entropy of the row).</source>
        <translation>一行看向多少个键：exp(该行的熵) 对各行的平均。</translation>
    </message>
    <message>
        <source>mean distance</source>
        <translation>平均距离</translation>
    </message>
    <message>
        <source>How far the head looks: the mean over the rows of Σ a · |query − key|, in tokens.</source>
        <translation>这个头看得多远：Σ a · |查询 − 键| 对各行的平均，以词元计。</translation>
    </message>
    <message>
        <source>previous token</source>
        <translation>前一个词元</translation>
    </message>
    <message>
        <source>Weight on the token before: the mean of a[i, i − 1] over the rows from the second.</source>
        <translation>落在前一个词元上的权重：从第二行起，a[i, i − 1] 的平均。</translation>
    </message>
    <message>
        <source>first token</source>
        <translation>第一个词元</translation>
    </message>
    <message>
        <source>Weight on the first token: the mean of a[i, 0] over the rows from the second (in cross-attention over all rows).</source>
        <translation>落在第一个词元上的权重：从第二行起（交叉注意力为所有行），a[i, 0] 的平均。</translation>
    </message>
    <message>
        <source>same token elsewhere</source>
        <translation>别处的相同词元</translation>
    </message>
    <message>
        <source>Weight on other places with the query&apos;s own token, over the rows that may look at one.</source>
        <translation>落在别处与查询相同的词元上的权重，对能看到这种词元的各行取平均。</translation>
    </message>
    <message>
        <source>itself</source>
        <translation>自身</translation>
    </message>
    <message>
        <source>Weight on the token itself: the mean of a[i, i] over the rows.</source>
        <translation>落在词元自身上的权重：a[i, i] 对各行的平均。</translation>
    </message>
    <message>
        <source>%1 was not kept in this run; keep it to see the predictions layer by layer.</source>
        <translation>这次计算没有保留 %1；保留它才能逐层查看预测。</translation>
    </message>
    <message>
        <source>The computation was stopped.</source>
        <translation>计算已停止。</translation>
    </message>
    <message>
        <source>%1 has no prediction head: it ends with its last layer&apos;s rows.</source>
        <translation>%1 没有预测头：它止于最后一层的各行。</translation>
    </message>
    <message>
        <source>Position %1 is outside the text, which has %2 tokens.</source>
        <translation>位置 %1 超出了文本，文本只有 %2 个词元。</translation>
    </message>
    <message>
        <source>%1 was not kept in this run; keep it to see what shuffling does.</source>
        <translation>这次计算没有保留 %1；保留它才能看到打乱词序的效果。</translation>
    </message>
    <message>
        <source>%1 does not hold a JSON object {...} but %2: get the file again.</source>
        <translation>%1 中不是 JSON 对象 {...}，而是 %2：请重新获取该文件。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is missing: add it or get the file again.</source>
        <translation>%1：缺少“%2”：请补上，或重新获取该文件。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is %3, expected a whole number from %4 to %5.</source>
        <translation>%1：“%2”为 %3，应为 %4 到 %5 的整数。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is %3, expected a number from %4 to %5.</source>
        <translation>%1：“%2”为 %3，应为 %4 到 %5 的数。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is %3, expected true or false.</source>
        <translation>%1：“%2”为 %3，应为 true 或 false。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is %3, expected a text in quotes.</source>
        <translation>%1：“%2”为 %3，应为带引号的文本。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is &quot;%3&quot;, expected one of %4.</source>
        <translation>%1：“%2”为“%3”，应为以下之一：%4。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is %3, expected an object {...}.</source>
        <translation>%1：“%2”为 %3，应为对象 {...}。</translation>
    </message>
    <message>
        <source>%1 does not exist: check the name and the folder.</source>
        <translation>%1 不存在：请检查名称和文件夹。</translation>
    </message>
    <message>
        <source>%1 may not be read: ask its owner for permission to read it.</source>
        <translation>没有权限读取 %1：请向其所有者申请读取权限。</translation>
    </message>
    <message>
        <source>%1 is a link that leads back to itself: open the file itself.</source>
        <translation>%1 是一个指回自身的链接：请直接打开文件。</translation>
    </message>
    <message>
        <source>%1 does not exist: the name is longer than the system allows.</source>
        <translation>%1 不存在：名称超过了系统允许的长度。</translation>
    </message>
    <message>
        <source>%1 could not be read (system error %2): check the disk and try again.</source>
        <translation>无法读取 %1（系统错误 %2）：请检查磁盘后重试。</translation>
    </message>
    <message>
        <source>%1 is not a regular file: choose a file.</source>
        <translation>%1 不是普通文件：请选择一个文件。</translation>
    </message>
    <message>
        <source>%1 is a folder: choose a file in it.</source>
        <translation>%1 是文件夹：请选择其中的文件。</translation>
    </message>
    <message>
        <source>%1 is a pipe: write its content into a file and choose that.</source>
        <translation>%1 是管道：请把内容写入文件，再选择该文件。</translation>
    </message>
    <message>
        <source>%1 is a socket: choose a file.</source>
        <translation>%1 是套接字：请选择一个文件。</translation>
    </message>
    <message>
        <source>%1 is a device: choose a file.</source>
        <translation>%1 是设备：请选择一个文件。</translation>
    </message>
    <message>
        <source>%1 changed while it was being read: wait until it is complete and try again.</source>
        <translation>读取时 %1 发生了变化：请等它写完后重试。</translation>
    </message>
    <message>
        <source>%1 has %2 bytes, more than the %3 bytes that are read: choose another file.</source>
        <translation>%1 有 %2 字节，超过可读取的 %3 字节：请选择其他文件。</translation>
    </message>
    <message>
        <source>%1 has %2 bytes, more than this computer&apos;s free memory: close other programs or choose a smaller file.</source>
        <translation>%1 有 %2 字节，超过本机的可用内存：请关闭其他程序，或选择较小的文件。</translation>
    </message>
    <message>
        <source>%1 could not be saved (system error %2); what was there before is unchanged: save it elsewhere.</source>
        <translation>无法保存 %1（系统错误 %2），原有内容没有改变：请保存到别处。</translation>
    </message>
    <message>
        <source>%1 could not be saved because the disk is full; what was there before is unchanged: free some space or save it elsewhere.</source>
        <translation>磁盘已满，无法保存 %1，原有内容没有改变：请腾出空间，或保存到别处。</translation>
    </message>
    <message>
        <source>%1 could not be saved because it is larger than the disk or a quota allows; what was there before is unchanged: save it elsewhere.</source>
        <translation>%1 超过磁盘或配额的限制，无法保存，原有内容没有改变：请保存到别处。</translation>
    </message>
    <message>
        <source>%1 could not be saved because you may not write there; what was there before is unchanged: save it elsewhere.</source>
        <translation>没有写入权限，无法保存 %1，原有内容没有改变：请保存到别处。</translation>
    </message>
    <message>
        <source>%1 could not be saved because the disk is read-only; what was there before is unchanged: save it elsewhere.</source>
        <translation>磁盘为只读，无法保存 %1，原有内容没有改变：请保存到别处。</translation>
    </message>
    <message>
        <source>%1 could not be saved because its folder does not exist: create the folder or save it elsewhere.</source>
        <translation>文件夹不存在，无法保存 %1：请先建立文件夹，或保存到别处。</translation>
    </message>
    <message>
        <source>%1 could not be saved because it is a folder: choose a file name in it.</source>
        <translation>%1 是文件夹，无法保存：请在其中选择一个文件名。</translation>
    </message>
    <message>
        <source>%1 could not be saved because the name is longer than the disk allows: choose a shorter name.</source>
        <translation>%1 的名称超过磁盘允许的长度，无法保存：请选择较短的名称。</translation>
    </message>
    <message>
        <source>%1 could not be saved because it is a link that leads back to itself: choose another name.</source>
        <translation>%1 是一个指回自身的链接，无法保存：请选择其他名称。</translation>
    </message>
    <message>
        <source>%1 could not be saved because it is a pipe or a device: choose a file name.</source>
        <translation>%1 是管道或设备，无法保存：请选择一个文件名。</translation>
    </message>
    <message>
        <source>%1: the key &quot;%2&quot; is there twice: remove one.</source>
        <translation>%1：键“%2”出现了两次：请删去一个。</translation>
    </message>
    <message>
        <source>%1: more than %2 objects and lists are inside each other, which no file of this kind needs: choose another file.</source>
        <translation>%1：对象和列表嵌套超过 %2 层，这类文件不需要这么深：请选择其他文件。</translation>
    </message>
    <message>
        <source>%1 starts with a byte order mark, which JSON must not have: save it as UTF-8 without BOM.</source>
        <translation>%1 以字节顺序标记开头，JSON 不允许：请存为不带 BOM 的 UTF-8。</translation>
    </message>
    <message>
        <source>%1 is not JSON: byte %2 is NUL: it is damaged, get it again.</source>
        <translation>%1 不是 JSON：第 %2 字节是 NUL：文件已损坏，请重新获取。</translation>
    </message>
    <message>
        <source>%1, line %2, column %3: the JSON text ends too early: it is incomplete, get it again.</source>
        <translation>%1，第 %2 行第 %3 列：JSON 文本过早结束：文件不完整，请重新获取。</translation>
    </message>
    <message>
        <source>%1, line %2, column %3: this is not valid JSON in UTF-8: correct it or get the file again.</source>
        <translation>%1，第 %2 行第 %3 列：不是有效的 UTF-8 JSON：请改正，或重新获取该文件。</translation>
    </message>
    <message>
        <source>%1 needs more than this computer&apos;s free memory: close other programs.</source>
        <translation>%1 所需超过本机的可用内存：请关闭其他程序。</translation>
    </message>
    <message>
        <source>Step &quot;%1&quot; has %2 rows and %3 columns, counted from 0; there is no cell (%4, %5).</source>
        <translation>步骤“%1”有 %2 行 %3 列，从 0 数起；没有单元格 (%4, %5)。</translation>
    </message>
    <message>
        <source>Step &quot;%1&quot; was not kept in this run, so this number cannot be explained; shorten the text to keep every step.</source>
        <translation>这次计算没有保留步骤“%1”，因此无法说明这个数字；缩短文本可保留所有步骤。</translation>
    </message>
    <message>
        <source>This model has no step &quot;%1&quot;; `headlight steps --model` lists those it has.</source>
        <translation>此模型没有步骤“%1”；`headlight steps --model` 会列出它的步骤。</translation>
    </message>
    <message>
        <source>the matrix is %1 × %2</source>
        <translation>矩阵为 %1 × %2</translation>
    </message>
    <message>
        <source>every row sums to 1</source>
        <translation>每行之和为 1</translation>
    </message>
    <message>
        <source>every row sums to 1 (rows without an allowed key to 0)</source>
        <translation>每行之和为 1（没有可看的键时为 0）</translation>
    </message>
    <message>
        <source>forbidden cells are exactly 0</source>
        <translation>被禁止的单元格恰好为 0</translation>
    </message>
    <message>
        <source>the largest number of every row is 0</source>
        <translation>每行的最大值为 0</translation>
    </message>
    <message>
        <source>every entry lies between the smallest and the largest value of its column</source>
        <translation>每个数都在该列值的最小与最大之间</translation>
    </message>
    <message>
        <source>%1 (query %2) must not look at %4 (key %5).</source>
        <translation>%1（查询 %2）不许看 %4（键 %5）。</translation>
    </message>
    <message>
        <source>%1 (query %2) gives %3 % of its attention to %4 (key %5).</source>
        <translation>%1（查询 %2）把 %3 % 的注意力给了 %4（键 %5）。</translation>
    </message>
    <message>
        <source>%1 (query %2) and %4 (key %5).</source>
        <translation>%1（查询 %2）与 %4（键 %5）。</translation>
    </message>
    <message>
        <source>Feature %1 of the whole text.</source>
        <translation>整个文本的特征 %1。</translation>
    </message>
    <message>
        <source>Row of %1 (token %2).</source>
        <translation>%1（词元 %2）的一行。</translation>
    </message>
    <message>
        <source>Feature %3 of %1 (token %2).</source>
        <translation>%1（词元 %2）的特征 %3。</translation>
    </message>
    <message>
        <source>The target text has no tokens; type at least one word.</source>
        <translation>目标文本没有词元，请至少输入一个词。</translation>
    </message>
    <message>
        <source>The text has no tokens; type at least one word.</source>
        <translation>文本没有词元，请至少输入一个词。</translation>
    </message>
    <message>
        <source>The text has %1 tokens, but this model takes at most %2; shorten it.</source>
        <translation>文本有 %1 个词元，而此模型最多接受 %2 个，请缩短文本。</translation>
    </message>
    <message>
        <source>The text has %1 tokens; at most %2 can be run at once; shorten it.</source>
        <translation>文本有 %1 个词元，一次最多计算 %2 个，请缩短文本。</translation>
    </message>
    <message>
        <source>The attention mask has %1 entries for %2 tokens.</source>
        <translation>注意力掩码有 %1 项，而词元有 %2 个。</translation>
    </message>
    <message>
        <source>The given embeddings are %1 × %2, expected %3 × %4.</source>
        <translation>给出的嵌入为 %1 × %2，应为 %3 × %4。</translation>
    </message>
    <message>
        <source>Token %1 has id %2, but the vocabulary ends at %3.</source>
        <translation>词元 %1 的编号为 %2，而词表到 %3 为止。</translation>
    </message>
    <message>
        <source>Token %1 has token type %2, but the model has only %3.</source>
        <translation>词元 %1 的类型为 %2，而模型只有 %3 种。</translation>
    </message>
    <message>
        <source>The mask is %1 × %2, but the text has %3 tokens.</source>
        <translation>掩码为 %1 × %2，而文本有 %3 个词元。</translation>
    </message>
    <message>
        <source>There is not enough memory to run %1 tokens; shorten the text or keep fewer steps.</source>
        <translation>内存不足以计算 %1 个词元，请缩短文本或少保留一些步骤。</translation>
    </message>
    <message>
        <source>The model %1 fills in masked words and cannot continue a text: choose a GPT-like model.</source>
        <translation>模型 %1 用于填补被遮盖的词，不能续写文本：请选择 GPT 一类的模型。</translation>
    </message>
    <message>
        <source>The model %1 predicts no next token and cannot continue a text: choose a GPT-like model.</source>
        <translation>模型 %1 不预测下一个词元，不能续写文本：请选择 GPT 一类的模型。</translation>
    </message>
    <message>
        <source>The model %1 has no tokenizer, so that it cannot read text: put its tokenizer&apos;s files into its folder.</source>
        <translation>模型 %1 没有分词器，无法读取文本：请把分词器文件放入其文件夹。</translation>
    </message>
    <message>
        <source>The model %1 gives no numbers for its next token (all are NaN): check its weights.</source>
        <translation>模型 %1 对下一个词元没有给出数字（全为 NaN）：请检查其权重。</translation>
    </message>
    <message>
        <source>Toy</source>
        <translation>玩具模型</translation>
    </message>
    <message>
        <source>A causal model with 2 layers, 2 heads and 8 features, so that every matrix fits on the screen. Its weights are random: how attention is computed is real, what it looks at means nothing.</source>
        <translation>因果模型，2 层、2 个头、8 个特征，每个矩阵都能在屏幕上显示完整。权重是随机的：注意力的计算是真实的，但看向哪里没有含义。</translation>
    </message>
    <message>
        <source>Hello world</source>
        <translation>Hello world</translation>
    </message>
    <message>
        <source>Two words, one head, identity projections: numbers that can be checked with a pencil.</source>
        <translation>两个词、一个头、恒等投影：可以用笔验算的数字。</translation>
    </message>
    <message>
        <source>Constructed heads</source>
        <translation>构造的头</translation>
    </message>
    <message>
        <source>Six heads whose weights were written by a rule, so that each does one known thing: previous token, next token, first token, same token, same word, local window.</source>
        <translation>六个头，权重按规则写成，各做一件已知的事：前一个词元、后一个词元、第一个词元、相同词元、相同的词、局部窗口。</translation>
    </message>
    <message>
        <source>Toy encoder-decoder</source>
        <translation>玩具编码器-解码器</translation>
    </message>
    <message>
        <source>The arrangement of the paper of 2017 in small: an encoder, a decoder and cross-attention between them. Its weights are random.</source>
        <translation>2017 年论文结构的缩小版：编码器、解码器以及二者之间的交叉注意力。权重是随机的。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is &quot;%3&quot;, an activation function that is not supported.</source>
        <translation>%1：“%2”为“%3”，不支持这种激活函数。</translation>
    </message>
    <message>
        <source>%1: &quot;architectures&quot; is not a list of names, such as [&quot;GPT2LMHeadModel&quot;].</source>
        <translation>%1：“architectures”不是名称列表，例如 [&quot;GPT2LMHeadModel&quot;]。</translation>
    </message>
    <message>
        <source>The architecture &quot;%1&quot; is not supported; supported of this family: %2.</source>
        <translation>不支持架构“%1”；这一类支持：%2。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is %3, which cannot be divided among the %4 heads of &quot;%5&quot;.</source>
        <translation>%1：“%2”为 %3，不能平分给“%5”的 %4 个头。</translation>
    </message>
    <message>
        <source>%1: GPT-2 with &quot;add_cross_attention&quot; is not supported.</source>
        <translation>%1：不支持带“add_cross_attention”的 GPT-2。</translation>
    </message>
    <message>
        <source>%1: &quot;d_model&quot; is %2, which cannot be divided among %3 heads; give &quot;d_k&quot; and &quot;d_v&quot;.</source>
        <translation>%1：“d_model”为 %2，不能平分给 %3 个头，请给出“d_k”和“d_v”。</translation>
    </message>
    <message>
        <source>%1 is empty: get the file again.</source>
        <translation>%1 是空文件：请重新获取。</translation>
    </message>
    <message>
        <source>%1 is a Git LFS pointer, not the model itself: run &quot;git lfs pull&quot; in its folder.</source>
        <translation>%1 是 Git LFS 指针，不是模型本身：请在其文件夹中运行“git lfs pull”。</translation>
    </message>
    <message>
        <source>%1 is an HTML page that was saved instead of the model: download the file itself, if need be after signing in.</source>
        <translation>%1 是误存的 HTML 网页，不是模型：请下载文件本身，必要时先登录。</translation>
    </message>
    <message>
        <source>%1 is a zip archive, as PyTorch saves its pickles: it is not supported because it can run code; get the model&apos;s .safetensors file.</source>
        <translation>%1 是 zip 压缩包，PyTorch 的 pickle 即存成这样：它可能执行代码，因此不支持；请获取模型的 .safetensors 文件。</translation>
    </message>
    <message>
        <source>%1 is a Python pickle: it is not supported because it can run code; get the model&apos;s .safetensors file.</source>
        <translation>%1 是 Python pickle：它可能执行代码，因此不支持；请获取模型的 .safetensors 文件。</translation>
    </message>
    <message>
        <source>%1 is a NumPy archive (.npz), not a model: choose the model&apos;s .safetensors file.</source>
        <translation>%1 是 NumPy 归档（.npz），不是模型：请选择模型的 .safetensors 文件。</translation>
    </message>
    <message>
        <source>%1 is a NumPy file (.npy), not a model: choose the model&apos;s .safetensors file.</source>
        <translation>%1 是 NumPy 文件（.npy），不是模型：请选择模型的 .safetensors 文件。</translation>
    </message>
    <message>
        <source>%1 is a GGUF file, which is not supported: get the model&apos;s .safetensors file.</source>
        <translation>%1 是 GGUF 文件，不支持：请获取模型的 .safetensors 文件。</translation>
    </message>
    <message>
        <source>%1 is an ONNX file, which is not supported: get the model&apos;s .safetensors file.</source>
        <translation>%1 是 ONNX 文件，不支持：请获取模型的 .safetensors 文件。</translation>
    </message>
    <message>
        <source>%1 is a Keras/HDF5 file, which is not supported: get the model&apos;s .safetensors file.</source>
        <translation>%1 是 Keras/HDF5 文件，不支持：请获取模型的 .safetensors 文件。</translation>
    </message>
    <message>
        <source>%1 is a tar archive: unpack it and choose the .safetensors file in it.</source>
        <translation>%1 是 tar 归档：请解包后选择其中的 .safetensors 文件。</translation>
    </message>
    <message>
        <source>%1 is packed with gzip: unpack it and choose the .safetensors file in it.</source>
        <translation>%1 由 gzip 压缩：请解压后选择其中的 .safetensors 文件。</translation>
    </message>
    <message>
        <source>%1 is a PNG picture: choose the model&apos;s .safetensors file.</source>
        <translation>%1 是 PNG 图片：请选择模型的 .safetensors 文件。</translation>
    </message>
    <message>
        <source>%1 is a PDF document: choose the model&apos;s .safetensors file.</source>
        <translation>%1 是 PDF 文档：请选择模型的 .safetensors 文件。</translation>
    </message>
    <message>
        <source>%1 is a program (ELF): choose the model&apos;s .safetensors file.</source>
        <translation>%1 是程序（ELF）：请选择模型的 .safetensors 文件。</translation>
    </message>
    <message>
        <source>%1 is Python source code: choose the model&apos;s .safetensors file.</source>
        <translation>%1 是 Python 源代码：请选择模型的 .safetensors 文件。</translation>
    </message>
    <message>
        <source>%1 is a JSON file (perhaps the index of a model in several files): choose the .safetensors file, or the folder.</source>
        <translation>%1 是 JSON 文件（可能是多文件模型的索引）：请选择 .safetensors 文件或文件夹。</translation>
    </message>
    <message>
        <source>%1: there is no such folder.</source>
        <translation>%1：没有这个文件夹。</translation>
    </message>
    <message>
        <source>%1 is a file; open the folder that holds config.json and model.safetensors.</source>
        <translation>%1 是文件；请打开含有 config.json 和 model.safetensors 的文件夹。</translation>
    </message>
    <message>
        <source>%1 has no config.json; open the folder that holds config.json and model.safetensors.</source>
        <translation>%1 中没有 config.json；请打开含有 config.json 和 model.safetensors 的文件夹。</translation>
    </message>
    <message>
        <source>%1 has only %2, a PyTorch pickle, which can run code and is never opened; save the model as model.safetensors.</source>
        <translation>%1 中只有 %2，即 PyTorch pickle，它可能执行代码，因此从不打开；请把模型存为 model.safetensors。</translation>
    </message>
    <message>
        <source>%1 has only %2; save the model as model.safetensors.</source>
        <translation>%1 中只有 %2；请把模型存为 model.safetensors。</translation>
    </message>
    <message>
        <source>%1 has no model.safetensors.</source>
        <translation>%1 中没有 model.safetensors。</translation>
    </message>
    <message>
        <source>config.json does not say its &quot;model_type&quot;; supported are: %1.</source>
        <translation>config.json 没有说明“model_type”；支持：%1。</translation>
    </message>
    <message>
        <source>Models of type &quot;%1&quot; are not supported; supported are: %2.</source>
        <translation>不支持“%1”类型的模型；支持：%2。</translation>
    </message>
    <message>
        <source>The folder has no tokenizer files: text cannot be typed, only token ids can be given.</source>
        <translation>文件夹中没有分词器文件，因此无法输入文本，只能给出词元编号。</translation>
    </message>
    <message>
        <source>%1 tensors of the file were not used, &quot;%2&quot; among them.</source>
        <translation>文件中有 %1 个张量没有用到，例如“%2”。</translation>
    </message>
    <message>
        <source>Loading was stopped.</source>
        <translation>已停止载入。</translation>
    </message>
    <message>
        <source>The tokenizer has %1 tokens, the model only %2; tokens beyond them cannot be run.</source>
        <translation>分词器有 %1 个词元，模型只有 %2 个；超出的词元无法计算。</translation>
    </message>
    <message>
        <source>The model&apos;s files lack %1 (expected shape %2).</source>
        <translation>模型文件缺少 %1（形状应为 %2）。</translation>
    </message>
    <message>
        <source>Tensor &quot;%1&quot; has shape %2, expected %3.</source>
        <translation>张量“%1”的形状为 %2，应为 %3。</translation>
    </message>
    <message>
        <source>The model&apos;s files hold %1 blocks, expected %2.</source>
        <translation>模型文件有 %1 块，应为 %2 块。</translation>
    </message>
    <message>
        <source>%1 weights are not finite (NaN or infinity); results that depend on them are not either.</source>
        <translation>有 %1 个权重不是有限数（NaN 或无穷），依赖它们的结果也不是。</translation>
    </message>
    <message>
        <source>Only models with a word tokenizer can be saved in Headlight&apos;s own format.</source>
        <translation>只有使用按词分词器的模型可以存为 Headlight 自己的格式。</translation>
    </message>
    <message>
        <source>%1: the folder cannot be made: %2.</source>
        <translation>%1：无法建立文件夹：%2。</translation>
    </message>
    <message>
        <source>%1 needs more than this computer&apos;s free memory: close other programs or choose a smaller model.</source>
        <translation>%1 所需超过本机的可用内存：请关闭其他程序，或选择较小的模型。</translation>
    </message>
    <message>
        <source>%1 has only %2 bytes, too few for a safetensors file: download it again.</source>
        <translation>%1 只有 %2 字节，不足以成为 safetensors 文件：请重新下载。</translation>
    </message>
    <message>
        <source>%1 is not a safetensors file: its first 8 bytes promise a header of %2 bytes, but at most %3 are allowed: choose another file.</source>
        <translation>%1 不是 safetensors 文件：开头 8 字节声称头部有 %2 字节，而最多允许 %3：请选择其他文件。</translation>
    </message>
    <message>
        <source>%1 is incomplete: its header has %2 bytes, but only %3 are there: download it again.</source>
        <translation>%1 不完整：头部应有 %2 字节，实际只有 %3：请重新下载。</translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; holds numbers of type %3, which are not supported: save the model as F32, F16 or BF16.</source>
        <translation>%1：张量“%2”的数字类型为 %3，不支持：请把模型存为 F32、F16 或 BF16。</translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; has the unknown number type &quot;%3&quot;: save it as F32.</source>
        <translation>%1：张量“%2”的数字类型“%3”未知：请存为 F32。</translation>
    </message>
    <message>
        <source>%1: &quot;__metadata__&quot; is there twice: the file is damaged, get it again.</source>
        <translation>%1：“__metadata__”出现了两次：文件已损坏，请重新获取。</translation>
    </message>
    <message>
        <source>%1: the name of tensor &quot;%2&quot; has %3 bytes, more than the %4 that are read: rename it.</source>
        <translation>%1：张量名“%2”有 %3 字节，超过可读取的 %4：请改名。</translation>
    </message>
    <message>
        <source>%1 has more than %2 tensors, which is more than are read: split the model into several files.</source>
        <translation>%1 的张量超过 %2 个，多于可读取的数目：请把模型分成多个文件。</translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; says its &quot;%3&quot; twice: the file is damaged, get it again.</source>
        <translation>%1：张量“%2”的“%3”出现了两次：文件已损坏，请重新获取。</translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; has more than %3 dimensions, which is more than are read: get the file again.</source>
        <translation>%1：张量“%2”超过 %3 维，多于可读取的维数：请重新获取该文件。</translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; has a dimension of %3, more than is possible: the file is damaged, get it again.</source>
        <translation>%1：张量“%2”有一维长 %3，超过可能的大小：文件已损坏，请重新获取。</translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; has no &quot;%3&quot;: the file is damaged, get it again.</source>
        <translation>%1：张量“%2”没有“%3”：文件已损坏，请重新获取。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; in &quot;__metadata__&quot; is not a text: the file is damaged, get it again.</source>
        <translation>%1：“__metadata__”中的“%2”不是文本：文件已损坏，请重新获取。</translation>
    </message>
    <message>
        <source>%1: &quot;__metadata__&quot; is not an object {...}: the file is damaged, get it again.</source>
        <translation>%1：“__metadata__”不是对象 {...}：文件已损坏，请重新获取。</translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; is not described by an object {...}: the file is damaged, get it again.</source>
        <translation>%1：张量“%2”不是由对象 {...} 描述的：文件已损坏，请重新获取。</translation>
    </message>
    <message>
        <source>%1: the header is not a JSON object {...}: this is not a safetensors file, get it again.</source>
        <translation>%1：头部不是 JSON 对象 {...}：这不是 safetensors 文件，请重新获取。</translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; has more than %3 objects and lists inside each other: the file is damaged, get it again.</source>
        <translation>%1：张量“%2”的对象和列表嵌套超过 %3 层：文件已损坏，请重新获取。</translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; has a &quot;dtype&quot; that is not a text: the file is damaged, get it again.</source>
        <translation>%1：张量“%2”的“dtype”不是文本：文件已损坏，请重新获取。</translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; has a &quot;shape&quot; that is not a list of whole numbers: the file is damaged, get it again.</source>
        <translation>%1：张量“%2”的“shape”不是整数列表：文件已损坏，请重新获取。</translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; has &quot;data_offsets&quot; that are not two whole numbers: the file is damaged, get it again.</source>
        <translation>%1：张量“%2”的“data_offsets”不是两个整数：文件已损坏，请重新获取。</translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; is there twice: the file is damaged, get it again.</source>
        <translation>%1：张量“%2”出现了两次：文件已损坏，请重新获取。</translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; lies at bytes %3 to %4 of the data, expected from %5 on: the file is damaged, get it again.</source>
        <translation>%1：张量“%2”位于数据的第 %3 到 %4 字节，应从 %5 开始：文件已损坏，请重新获取。</translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; of type %3 and shape %4 has no possible size in bytes: the file is damaged, get it again.</source>
        <translation>%1：张量“%2”的类型为 %3、形状为 %4，不可能有这样的字节数：文件已损坏，请重新获取。</translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; of type %3 and shape %4 needs %5 bytes, but has %6: the file is damaged, get it again.</source>
        <translation>%1：张量“%2”的类型为 %3、形状为 %4，需要 %5 字节，实际有 %6：文件已损坏，请重新获取。</translation>
    </message>
    <message>
        <source>%1 is incomplete: its tensors take %2 bytes, but only %3 are there: download it again.</source>
        <translation>%1 不完整：张量需要 %2 字节，实际只有 %3：请重新下载。</translation>
    </message>
    <message>
        <source>%1 has %2 bytes behind its last tensor, which do not belong there: get it again.</source>
        <translation>%1 在最后一个张量之后还有 %2 字节多余内容：请重新获取。</translation>
    </message>
    <message>
        <source>The model has %1 tensors, more than the %2 that fit a file: save fewer.</source>
        <translation>模型有 %1 个张量，超过一个文件可容纳的 %2 个：请少存一些。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; cannot be the name of a tensor because it is used twice, reserved or too long: rename it.</source>
        <translation>“%1”不能作为张量名，因为它重复、被保留或太长：请改名。</translation>
    </message>
    <message>
        <source>Tensor &quot;%1&quot; of type %2 has %3 bytes, which do not fit its shape %4: mend its shape.</source>
        <translation>张量“%1”的类型为 %2，有 %3 字节，与形状 %4 不符：请改正形状。</translation>
    </message>
    <message>
        <source>The model&apos;s header has %1 bytes, more than the %2 that are allowed: shorten its metadata.</source>
        <translation>模型的头部有 %1 字节，超过允许的 %2：请缩短元数据。</translation>
    </message>
    <message>
        <source>A tensor&apos;s name or the metadata is not UTF-8 text: rename it.</source>
        <translation>张量名或元数据不是 UTF-8 文本：请改名。</translation>
    </message>
    <message>
        <source>The model does not fit into this computer&apos;s free memory a second time, which saving needs: close other programs.</source>
        <translation>保存需要在内存中再放一份模型，而可用内存不足：请关闭其他程序。</translation>
    </message>
    <message>
        <source>%1 has no tensor &quot;%2&quot; (expected shape %3); is this the right config.json for these weights?</source>
        <translation>%1 中没有张量“%2”（形状应为 %3）；这些权重用的是正确的 config.json 吗？</translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; has shape %3, expected %4.</source>
        <translation>%1：张量“%2”的形状为 %3，应为 %4。</translation>
    </message>
    <message>
        <source>The model says %1 = %2; expected a number from %3 to %4.</source>
        <translation>模型写的是 %1 = %2，应为 %3 到 %4 的数。</translation>
    </message>
    <message>
        <source>The model says norm epsilon = %1; expected a number from 0 to 1.</source>
        <translation>模型写的归一化 epsilon 为 %1，应为 0 到 1 的数。</translation>
    </message>
    <message>
        <source>Rotary positions need an even number of features of at most d_k = %2, not %1.</source>
        <translation>旋转位置需要偶数个特征，且不超过 d_k = %2，不能是 %1。</translation>
    </message>
    <message>
        <source>The model has neither an encoder nor a decoder.</source>
        <translation>模型既没有编码器也没有解码器。</translation>
    </message>
    <message>
        <source>The decoder of an encoder-decoder model needs cross-attention.</source>
        <translation>编码器-解码器模型的解码器需要交叉注意力。</translation>
    </message>
    <message>
        <source>A number in the array is larger than %1: use smaller whole numbers.</source>
        <translation>数组中有大于 %1 的数：请使用较小的整数。</translation>
    </message>
    <message>
        <source>Element %1 of the array is not a whole number: save the array as int64.</source>
        <translation>数组的第 %1 项不是整数：请把数组存为 int64。</translation>
    </message>
    <message>
        <source>%1: the array&apos;s header promises %2 bytes of numbers, but there are %3: it is damaged, save it again.</source>
        <translation>%1：数组头部声称有 %2 字节的数字，实际有 %3：文件已损坏，请重新保存。</translation>
    </message>
    <message>
        <source>%1: the header of the NumPy array is damaged: save it again with numpy.save or numpy.savez.</source>
        <translation>%1：NumPy 数组的头部已损坏：请用 numpy.save 或 numpy.savez 重新保存。</translation>
    </message>
    <message>
        <source>%1: the array&apos;s type &quot;%2&quot; is not read: save it as float32, float64, int64 or bool.</source>
        <translation>%1：不能读取类型为“%2”的数组：请存为 float32、float64、int64 或 bool。</translation>
    </message>
    <message>
        <source>%1 is not a NumPy array: save it with numpy.save or numpy.savez.</source>
        <translation>%1 不是 NumPy 数组：请用 numpy.save 或 numpy.savez 保存。</translation>
    </message>
    <message>
        <source>%1: version %2 of the NumPy format is not read: save it with another NumPy.</source>
        <translation>%1：不能读取 NumPy 格式的第 %2 版：请用其他版本的 NumPy 保存。</translation>
    </message>
    <message>
        <source>%1: the array has %2 elements along one dimension, more than is possible: it is damaged, save it again.</source>
        <translation>%1：数组有一维长 %2，超过可能的大小：文件已损坏，请重新保存。</translation>
    </message>
    <message>
        <source>%1 holds &quot;%2&quot;, which is not an array: save it with numpy.savez.</source>
        <translation>%1 中的“%2”不是数组：请用 numpy.savez 保存。</translation>
    </message>
    <message>
        <source>%1 needs more than this computer&apos;s free memory: close other programs or save fewer arrays into one file.</source>
        <translation>%1 所需超过本机的可用内存：请关闭其他程序，或在一个文件中少存一些数组。</translation>
    </message>
    <message>
        <source>The %1 arrays do not fit into one .npz file of %2 bytes: keep fewer steps.</source>
        <translation>%1 个数组放不进一个 %2 字节的 .npz 文件：请少保留一些步骤。</translation>
    </message>
    <message>
        <source>%1 names no known kind of file: end it in .npz, .json or .csv.</source>
        <translation>%1 不是已知的文件类型：请以 .npz、.json 或 .csv 结尾。</translation>
    </message>
    <message>
        <source>There is not enough memory to write %1: keep fewer steps.</source>
        <translation>内存不足，无法写出 %1：请少保留一些步骤。</translation>
    </message>
    <message>
        <source>%1: the zip archive is damaged or incomplete: copy or save it again.</source>
        <translation>%1：zip 归档已损坏或不完整：请重新复制或保存。</translation>
    </message>
    <message>
        <source>%1 is a 64-bit zip archive, which is not read: save fewer or smaller arrays into one file.</source>
        <translation>%1 是 64 位 zip 归档，不能读取：请在一个文件中保存更少或更小的数组。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is encrypted: save it without a password.</source>
        <translation>%1：“%2”已加密：请不加密码保存。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is packed in a way that is not read (%3): save it with numpy.savez.</source>
        <translation>%1：不能读取“%2”的压缩方式（%3）：请用 numpy.savez 保存。</translation>
    </message>
    <message>
        <source>%1 is not an .npz file: save it with numpy.savez.</source>
        <translation>%1 不是 .npz 文件：请用 numpy.savez 保存。</translation>
    </message>
    <message>
        <source>%1 unpacks to %2 bytes, more than the %3 bytes that are read: save fewer arrays into one file.</source>
        <translation>%1 解压后有 %2 字节，超过可读取的 %3 字节：请在一个文件中少存一些数组。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is damaged (its check sum is wrong): copy or save it again.</source>
        <translation>%1：“%2”已损坏（校验和不符）：请重新复制或保存。</translation>
    </message>
    <message>
        <source>Only the first %1 characters of the text are used.</source>
        <translation>只使用文本的前 %1 个字符。</translation>
    </message>
    <message>
        <source>This model takes at most %1 tokens; the text has %2, the rest is left out.</source>
        <translation>此模型最多接受 %1 个词元；文本有 %2 个，其余略去。</translation>
    </message>
    <message>
        <source>The order of the words does not fit the text&apos;s %1 tokens.</source>
        <translation>词序与文本的 %1 个词元不符。</translation>
    </message>
    <message>
        <source>This model has no tokenizer files, so text cannot be typed; add vocab.json and merges.txt, or vocab.txt, to its folder.</source>
        <translation>此模型没有分词器文件，因此无法输入文本；请把 vocab.json 和 merges.txt，或 vocab.txt，放入其文件夹。</translation>
    </message>
    <message>
        <source>There is no text yet; type a word or choose a sample.</source>
        <translation>还没有文本，请输入一个词，或选择示例。</translation>
    </message>
    <message>
        <source>This model takes one text; leave the second one empty.</source>
        <translation>此模型只接受一段文本，第二段请留空。</translation>
    </message>
    <message>
        <source>%1: `%2` has shape %3, which is %4 samples: give one, shape [n] or [1, n].</source>
        <translation>%1：`%2` 的形状为 %3，即 %4 个样本：请只给一个，形状为 [n] 或 [1, n]。</translation>
    </message>
    <message>
        <source>%1: `%2` has shape %3; give it shape [n] or [1, n].</source>
        <translation>%1：`%2` 的形状为 %3，应为 [n] 或 [1, n]。</translation>
    </message>
    <message>
        <source>%1: `%2` has an entry that is not a whole number.</source>
        <translation>%1：`%2` 中有一项不是整数。</translation>
    </message>
    <message>
        <source>%1 has no array `%2`: this model needs one, shape [n] or [1, n].</source>
        <translation>%1 中没有数组 `%2`：此模型需要它，形状为 [n] 或 [1, n]。</translation>
    </message>
    <message>
        <source>%1: `%2` has the entry %3, which is not the id of a token.</source>
        <translation>%1：`%2` 中有 %3，它不是词元编号。</translation>
    </message>
    <message>
        <source>%1: `%2` has %3 entries for %4 tokens.</source>
        <translation>%1：`%2` 有 %3 项，而词元有 %4 个。</translation>
    </message>
    <message>
        <source>%1: `%2` has the entry %3; only 0 to %4 can be used.</source>
        <translation>%1：`%2` 中有 %3，只能使用 0 到 %4。</translation>
    </message>
    <message>
        <source>%1: `position_ids` other than 0, 1, 2, ... cannot be used: leave the array out.</source>
        <translation>%1：`position_ids` 只能是 0, 1, 2, ...：请去掉这个数组。</translation>
    </message>
    <message>
        <source>%1: this model takes no array `%2`; it takes %3.</source>
        <translation>%1：此模型不接受数组 `%2`，接受的有 %3。</translation>
    </message>
    <message>
        <source>vocab.json: piece &quot;%1&quot; has two ids: keep one of them</source>
        <translation>vocab.json：片段“%1”有两个编号：请保留一个</translation>
    </message>
    <message>
        <source>special token &quot;%1&quot; has id %2, but the vocabulary ends at %3: correct the id</source>
        <translation>特殊词元“%1”的编号为 %2，而词表到 %3 为止：请改正编号</translation>
    </message>
    <message>
        <source>vocab.json: has no piece &quot;%1&quot; (byte %2): add it, or name an unk_token</source>
        <translation>vocab.json：没有片段“%1”（字节 %2）：请补上，或指定 unk_token</translation>
    </message>
    <message>
        <source>vocab.json: has no &quot;%1&quot; or &quot;%2&quot;, between which its texts stand: add it</source>
        <translation>vocab.json：没有“%1”或“%2”，文本应放在它们之间：请补上</translation>
    </message>
    <message>
        <source>merge %1 (&quot;%2&quot; + &quot;%3&quot;) needs the piece &quot;%4&quot;, which vocab.json lacks: take vocab.json and merges.txt of the same model</source>
        <translation>合并 %1（“%2” + “%3”）需要片段“%4”，而 vocab.json 中没有：请使用同一模型的 vocab.json 和 merges.txt</translation>
    </message>
    <message>
        <source>%1: has vocab.json but no merges.txt, which belongs to it: put it there too</source>
        <translation>%1：有 vocab.json，但没有配套的 merges.txt：请一并放入</translation>
    </message>
    <message>
        <source>%1: has more than %2 entries, which no known tokenizer needs: choose another file</source>
        <translation>%1：超过 %2 项，已知的分词器都不需要这么多：请选择其他文件</translation>
    </message>
    <message>
        <source>%1: piece &quot;%2&quot; is longer than 4096 bytes: choose another file</source>
        <translation>%1：片段“%2”超过 4096 字节：请选择其他文件</translation>
    </message>
    <message>
        <source>%1: piece &quot;%2&quot; has the id %3: ids are whole numbers from 0 to 1048575</source>
        <translation>%1：片段“%2”的编号为 %3：编号应为 0 到 1048575 的整数</translation>
    </message>
    <message>
        <source>%1: pieces &quot;%2&quot; and &quot;%3&quot; have the same id %4: correct one of them</source>
        <translation>%1：片段“%2”和“%3”的编号同为 %4：请改正一个</translation>
    </message>
    <message>
        <source>%1: id %2 belongs to an empty piece: give it a text</source>
        <translation>%1：编号 %2 对应空片段：请填上文本</translation>
    </message>
    <message>
        <source>%1: line %2 is empty, but every line is a piece: take the line out</source>
        <translation>%1：第 %2 行为空，而每行应是一个片段：请删去这一行</translation>
    </message>
    <message>
        <source>%1: line %2 is &quot;%3&quot;, but a merge is two pieces with one space between</source>
        <translation>%1：第 %2 行为“%3”，而合并应是以一个空格分开的两个片段</translation>
    </message>
    <message>
        <source>the pattern that cuts words is wrong at character %1: choose another tokenizer</source>
        <translation>切分词的模式在第 %1 个字符处有误：请选择其他分词器</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; must be a text of 1 to 4096 bytes: correct it</source>
        <translation>%1：“%2”应为 1 到 4096 字节的文本：请改正</translation>
    </message>
    <message>
        <source>%1: token &quot;%2&quot; has id %3, ids end at 1048575: correct it</source>
        <translation>%1：词元“%2”的编号为 %3，而编号到 1048575 为止：请改正</translation>
    </message>
    <message>
        <source>tokenizer_config.json: &quot;added_tokens_decoder&quot; has the entry &quot;%1&quot;, which is not an id with a text: correct it</source>
        <translation>tokenizer_config.json：“added_tokens_decoder”中的“%1”不是带文本的编号：请改正</translation>
    </message>
    <message>
        <source>added_tokens.json: &quot;%1&quot; must have an id from 0 to 1048575: correct it</source>
        <translation>added_tokens.json：“%1”的编号应在 0 到 1048575 之间：请改正</translation>
    </message>
    <message>
        <source>tokenizer_config.json: &quot;%1&quot; must be true or false: correct it</source>
        <translation>tokenizer_config.json：“%1”应为 true 或 false：请改正</translation>
    </message>
    <message>
        <source>%1: is not a JSON object: download the file again</source>
        <translation>%1：不是 JSON 对象：请重新下载该文件</translation>
    </message>
    <message>
        <source>id %1 is both &quot;%2&quot; in the vocabulary and &quot;%3&quot; among the added tokens: correct one of them</source>
        <translation>编号 %1 在词表中是“%2”，在附加词元中是“%3”：请改正一个</translation>
    </message>
    <message>
        <source>no piece has the id %1, but a larger id is used: ids must be 0, 1, 2 and so on</source>
        <translation>没有编号为 %1 的片段，却用到了更大的编号：编号应为 0、1、2 等等</translation>
    </message>
    <message>
        <source>vocabulary entry %1 is empty or not UTF-8: give every entry a text</source>
        <translation>词表第 %1 项为空或不是 UTF-8：请为每项填上文本</translation>
    </message>
    <message>
        <source>vocabulary entry &quot;%1&quot; is listed twice: keep one of them</source>
        <translation>词表项“%1”出现了两次：请保留一个</translation>
    </message>
    <message>
        <source>the vocabulary lacks the byte piece &quot;%1&quot;: add it and the other 255</source>
        <translation>词表缺少字节片段“%1”：请补上它和其余 255 个</translation>
    </message>
    <message>
        <source>the vocabulary lacks &quot;%1&quot; or &quot;%2&quot;, which its texts start or end with: add it</source>
        <translation>词表缺少“%1”或“%2”，文本应以它们开头或结尾：请补上</translation>
    </message>
    <message>
        <source>vocab.txt: line %1 is empty or not UTF-8: give every line one piece</source>
        <translation>vocab.txt：第 %1 行为空或不是 UTF-8：请每行写一个片段</translation>
    </message>
    <message>
        <source>vocab.txt: piece &quot;%1&quot; is on lines %2 and %3: keep one of them</source>
        <translation>vocab.txt：片段“%1”同时在第 %2 行和第 %3 行：请保留一个</translation>
    </message>
    <message>
        <source>vocab.txt: has no piece &quot;%1&quot;, which every BERT text needs: add it</source>
        <translation>vocab.txt：没有片段“%1”，而 BERT 的每段文本都需要它：请补上</translation>
    </message>
    <message>
        <source>This step name is too long; `headlight steps` lists the steps.</source>
        <translation>步骤名太长；`headlight steps` 会列出所有步骤。</translation>
    </message>
    <message>
        <source>There is no step &quot;%1&quot;; did you mean &quot;%2&quot;? `headlight steps` lists them all.</source>
        <translation>没有步骤“%1”；是否指“%2”？`headlight steps` 会列出所有步骤。</translation>
    </message>
    <message>
        <source>The text cut into tokens; each has a number in the vocabulary.</source>
        <translation>文本切成的词元，每个在词表中都有编号。</translation>
    </message>
    <message>
        <source>Each token&apos;s row of the embedding table.</source>
        <translation>每个词元在嵌入表中的一行。</translation>
    </message>
    <message>
        <source>A row that tells the position in the text.</source>
        <translation>表示在文本中位置的一行。</translation>
    </message>
    <message>
        <source>A row that tells the first text from the second.</source>
        <translation>区分第一段和第二段文本的一行。</translation>
    </message>
    <message>
        <source>Token and position added: what enters the first block.</source>
        <translation>词元与位置相加，作为第一个块的输入。</translation>
    </message>
    <message>
        <source>The embedding, normalised row by row.</source>
        <translation>逐行归一化后的嵌入。</translation>
    </message>
    <message>
        <source>What enters this block, one row per token.</source>
        <translation>这个块的输入，每个词元一行。</translation>
    </message>
    <message>
        <source>The attention sub-layer&apos;s norm: each row brought to mean 0 and spread 1.</source>
        <translation>注意力子层的归一化：使每行均值为 0、标准差为 1。</translation>
    </message>
    <message>
        <source>Queries: what each token looks for.</source>
        <translation>查询：每个词元在寻找什么。</translation>
    </message>
    <message>
        <source>Keys: what each token can be found by.</source>
        <translation>键：凭什么找到每个词元。</translation>
    </message>
    <message>
        <source>Values: what each token hands over when it is attended to.</source>
        <translation>值：被注意时，每个词元交出什么。</translation>
    </message>
    <message>
        <source>Queries rotated by their position.</source>
        <translation>按位置旋转后的查询。</translation>
    </message>
    <message>
        <source>Keys rotated by their position.</source>
        <translation>按位置旋转后的键。</translation>
    </message>
    <message>
        <source>How well each query fits each key: one dot product per pair.</source>
        <translation>每个查询与每个键有多匹配：每对做一次点积。</translation>
    </message>
    <message>
        <source>Scores divided by √d_k, so that they do not grow with the number of features.</source>
        <translation>得分除以 √d_k，使其不随特征数增大。</translation>
    </message>
    <message>
        <source>A number that depends only on the distance between query and key.</source>
        <translation>只取决于查询与键之间距离的一个数。</translation>
    </message>
    <message>
        <source>Scaled scores with the position bias added.</source>
        <translation>缩放后的得分加上位置偏置。</translation>
    </message>
    <message>
        <source>0 where a query may look, −∞ where it must not.</source>
        <translation>查询可以看的地方为 0，不许看的地方为 −∞。</translation>
    </message>
    <message>
        <source>Scores with forbidden pairs set to −∞.</source>
        <translation>得分，其中被禁止的配对设为 −∞。</translation>
    </message>
    <message>
        <source>The largest score of each row; subtracting it keeps exp from overflowing.</source>
        <translation>每行的最大得分；减去它可避免 exp 溢出。</translation>
    </message>
    <message>
        <source>Scores minus their row&apos;s maximum: the largest becomes 0.</source>
        <translation>得分减去该行最大值：最大的变为 0。</translation>
    </message>
    <message>
        <source>The exponential of each: positive, and exactly 0 where forbidden.</source>
        <translation>逐个取指数：结果为正，被禁止处恰好为 0。</translation>
    </message>
    <message>
        <source>The sum of each row.</source>
        <translation>每行之和。</translation>
    </message>
    <message>
        <source>Attention weights: how each query shares its attention; every row sums to 1.</source>
        <translation>注意力权重：每个查询如何分配注意力；每行之和为 1。</translation>
    </message>
    <message>
        <source>Each query&apos;s mixture of the values, weighted by its attention.</source>
        <translation>每个查询按注意力权重混合各个值。</translation>
    </message>
    <message>
        <source>The heads&apos; results side by side.</source>
        <translation>各头的结果并排拼接。</translation>
    </message>
    <message>
        <source>The heads mixed back to the width of the model.</source>
        <translation>把各头混合回模型的宽度。</translation>
    </message>
    <message>
        <source>The block&apos;s input with the attention&apos;s result added.</source>
        <translation>块的输入加上注意力的结果。</translation>
    </message>
    <message>
        <source>The cross-attention sub-layer&apos;s norm.</source>
        <translation>交叉注意力子层的归一化。</translation>
    </message>
    <message>
        <source>With the cross-attention&apos;s result added.</source>
        <translation>加上交叉注意力的结果。</translation>
    </message>
    <message>
        <source>The feed-forward sub-layer&apos;s norm.</source>
        <translation>前馈子层的归一化。</translation>
    </message>
    <message>
        <source>First layer of the feed-forward network, before the activation.</source>
        <translation>前馈网络的第一层，激活之前。</translation>
    </message>
    <message>
        <source>The gate of the feed-forward network, before the activation.</source>
        <translation>前馈网络的门控，激活之前。</translation>
    </message>
    <message>
        <source>After the activation function.</source>
        <translation>经过激活函数之后。</translation>
    </message>
    <message>
        <source>Second layer of the feed-forward network.</source>
        <translation>前馈网络的第二层。</translation>
    </message>
    <message>
        <source>With the feed-forward network&apos;s result added: what the block hands on.</source>
        <translation>加上前馈网络的结果，作为这个块的输出。</translation>
    </message>
    <message>
        <source>The last norm, after all blocks.</source>
        <translation>所有块之后的最终归一化。</translation>
    </message>
    <message>
        <source>One vector for the whole text.</source>
        <translation>代表整个文本的一个向量。</translation>
    </message>
    <message>
        <source>After its activation function.</source>
        <translation>经过其激活函数之后。</translation>
    </message>
    <message>
        <source>After its norm.</source>
        <translation>经过其归一化之后。</translation>
    </message>
    <message>
        <source>The scores as probabilities.</source>
        <translation>把得分化为概率。</translation>
    </message>
    <message>
        <source>token</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>query</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>d_model</source>
        <translation>d_model</translation>
    </message>
    <message>
        <source>d_k</source>
        <translation>d_k</translation>
    </message>
    <message>
        <source>d_v</source>
        <translation>d_v</translation>
    </message>
    <message>
        <source>heads · d_v</source>
        <translation>头数 · d_v</translation>
    </message>
    <message>
        <source>d_mlp</source>
        <translation>d_mlp</translation>
    </message>
    <message>
        <source>vocabulary</source>
        <translation>词表</translation>
    </message>
    <message>
        <source>This text is too long to keep every step in memory; not kept: %1.</source>
        <translation>文本太长，无法在内存中保留所有步骤；未保留：%1。</translation>
    </message>
    <message>
        <source>%1 numbers of this run are not finite (NaN or infinity); such cells are hatched.</source>
        <translation>这次计算中有 %1 个数不是有限数（NaN 或无穷），相应的单元格画有斜线。</translation>
    </message>
    <message>
        <source>The picture would be %1 × %2 %3, and at most %4 a side are possible: choose a smaller scale or size.</source>
        <translation>图片将达到 %1 × %2（%3），而每边最多 %4：请选择较小的比例或尺寸。</translation>
    </message>
    <message>
        <source>A picture&apos;s scale must be a number above 0.</source>
        <translation>图片的比例必须是大于 0 的数。</translation>
    </message>
    <message>
        <source>There is not enough memory for a picture of this size: choose a smaller scale.</source>
        <translation>内存不足以生成这么大的图片：请选择较小的比例。</translation>
    </message>
    <message>
        <source>The picture could not be packed as PNG: choose a smaller scale.</source>
        <translation>图片无法压缩为 PNG：请选择较小的比例。</translation>
    </message>
    <message>
        <source>There is no picture yet: type a sentence first.</source>
        <translation>还没有图片：请先输入一个句子。</translation>
    </message>
    <message>
        <source>A picture must be at least 1 unit wide and high.</source>
        <translation>图片的宽和高至少为 1 个单位。</translation>
    </message>
    <message>
        <source>Pictures can be PNG, SVG or PDF.</source>
        <translation>图片可以是 PNG、SVG 或 PDF。</translation>
    </message>
    <message>
        <source>%1: a picture&apos;s name must end in .png, .svg or .pdf.</source>
        <translation>%1：图片的文件名须以 .png、.svg 或 .pdf 结尾。</translation>
    </message>
    <message>
        <source>%1: the picture came out damaged and was not written: try another format.</source>
        <translation>%1：生成的图片已损坏，没有写入：请换一种格式。</translation>
    </message>
    <message>
        <source>%1: the file read back differs from what was written: check the disk and save to another place.</source>
        <translation>%1：读回的文件与写入的不同：请检查磁盘，并保存到别处。</translation>
    </message>
    <message>
        <source>The predictions at token %1 were not kept in this run; look at the last token.</source>
        <translation>这次计算没有保留词元 %1 处的预测，请看最后一个词元。</translation>
    </message>
    <message>
        <source>%1: there is not enough memory for this model; close other programs or choose a smaller one.</source>
        <translation>%1：内存不足以容纳此模型，请关闭其他程序，或选择较小的模型。</translation>
    </message>
    <message>
        <source>The model says attention scale = %1; expected a number.</source>
        <translation>模型写的注意力缩放为 %1，应为一个数。</translation>
    </message>
    <message>
        <source>The model says relative position buckets = %1; expected %2.</source>
        <translation>模型写的相对位置分桶数为 %1，应为 %2。</translation>
    </message>
    <message>
        <source>The model says it has an embedding norm or a final norm, but its kind of norm is &quot;none&quot;.</source>
        <translation>模型写有嵌入归一化或最终归一化，但归一化的种类为“none”。</translation>
    </message>
    <message>
        <source>There is not enough memory for this text; shorten it or close other programs.</source>
        <translation>内存不足以计算这段文本，请缩短文本，或关闭其他程序。</translation>
    </message>
    <message>
        <source>There are no numbers yet: type a sentence first.</source>
        <translation>还没有数字：请先输入一个句子。</translation>
    </message>
    <message>
        <source>%1 has no learned positions; choose another scheme, or a model like GPT-2 or BERT.</source>
        <translation>%1 没有可学习的位置，请选择其他方式，或 GPT-2、BERT 一类的模型。</translation>
    </message>
    <message>
        <source>%1 has no relative position bias; choose another scheme, or a model like T5.</source>
        <translation>%1 没有相对位置偏置，请选择其他方式，或 T5 一类的模型。</translation>
    </message>
    <message>
        <source>Positions need at least one token and one feature.</source>
        <translation>位置编码至少需要一个词元和一个特征。</translation>
    </message>
    <message>
        <source>The model has %1 heads; there is no head %2.</source>
        <translation>模型有 %1 个头，没有头 %2。</translation>
    </message>
    <message>
        <source>This run needs about %1 MB of memory, but only %2 MB are free; shorten the text.</source>
        <translation>这次计算约需 %1 MB 内存，但只有 %2 MB 可用，请缩短文本。</translation>
    </message>
    <message>
        <source>Stories</source>
        <translation>故事</translation>
    </message>
    <message>
        <source>Stories, taught</source>
        <translation>故事（教过的）</translation>
    </message>
    <message>
        <source>The twin of Stories: the same task, but some heads were told what to look at.</source>
        <translation>“故事”的孪生模型：任务相同，但有些头被告知应当看哪里。</translation>
    </message>
    <message>
        <source>Stories with a gap</source>
        <translation>故事填空</translation>
    </message>
    <message>
        <source>Stories with a gap, taught</source>
        <translation>故事填空（教过的）</translation>
    </message>
    <message>
        <source>The twin of Stories with a gap: some heads were told what to look at.</source>
        <translation>“故事填空”的孪生模型：有些头被告知应当看哪里。</translation>
    </message>
    <message>
        <source>Induction</source>
        <translation>归纳</translation>
    </message>
    <message>
        <source>Two layers that repeat what was said before: a head finds the previous token, another what followed the same token last time.</source>
        <translation>两层模型，重复说过的内容：一个头找到前一个词元，另一个头找到上次同一词元之后的内容。</translation>
    </message>
    <message>
        <source>English to Chinese</source>
        <translation>英译中</translation>
    </message>
    <message>
        <source>English to French</source>
        <translation>英译法</translation>
    </message>
    <message>
        <source>Shapes</source>
        <translation>图形</translation>
    </message>
    <message>
        <source>The built-in model &quot;%1&quot; is damaged: %2 is not the file that was shipped. Install Headlight again; the other models still work.</source>
        <translation>内置模型“%1”已损坏：%2 不是随程序发布的文件。请重新安装 Headlight；其他模型仍可使用。</translation>
    </message>
    <message>
        <source>config.json: &quot;heads&quot; names &quot;%1&quot;, expected a pattern like blocks.0.attn.1.pattern.</source>
        <translation>config.json：“heads” 中写的是“%1”，应为 blocks.0.attn.1.pattern 这样的名称。</translation>
    </message>
    <message>
        <source>config.json: &quot;%1&quot; has an entry that is not of the expected kind.</source>
        <translation>config.json：“%1” 中有一项的类型不符合要求。</translation>
    </message>
    <message>
        <source>looks at the previous token</source>
        <translation>看前一个词元</translation>
    </message>
    <message>
        <source>looks at the next token</source>
        <translation>看后一个词元</translation>
    </message>
    <message>
        <source>looks at what followed the same token before</source>
        <translation>看上次同一词元之后的内容</translation>
    </message>
    <message>
        <source>a verb looks at its subject</source>
        <translation>动词看它的主语</translation>
    </message>
    <message>
        <source>the row that predicts a verb looks at its subject</source>
        <translation>预测动词的那一行看它的主语</translation>
    </message>
    <message>
        <source>a masked verb looks at its subject</source>
        <translation>被遮住的动词看它的主语</translation>
    </message>
    <message>
        <source>a verb looks at a subject some words away</source>
        <translation>动词看隔了几个词的主语</translation>
    </message>
    <message>
        <source>the row that predicts a verb looks at a subject some words away</source>
        <translation>预测动词的那一行看隔了几个词的主语</translation>
    </message>
    <message>
        <source>a masked verb looks at a subject some words away</source>
        <translation>被遮住的动词看隔了几个词的主语</translation>
    </message>
    <message>
        <source>a closing bracket or quote looks at the one that opened</source>
        <translation>右括号或右引号看与之配对的左侧</translation>
    </message>
    <message>
        <source>the row that predicts a closing bracket or quote looks at the one that opened</source>
        <translation>预测右括号或右引号的那一行看与之配对的左侧</translation>
    </message>
    <message>
        <source>a masked bracket or quote looks at the one that opened</source>
        <translation>被遮住的括号或引号看与之配对的左侧</translation>
    </message>
    <message>
        <source>a pronoun looks at whom it means</source>
        <translation>代词看它所指的人</translation>
    </message>
    <message>
        <source>the row that predicts a pronoun looks at whom it means</source>
        <translation>预测代词的那一行看它所指的人</translation>
    </message>
    <message>
        <source>a masked pronoun looks at whom it means</source>
        <translation>被遮住的代词看它所指的人</translation>
    </message>
    <message>
        <source>a reflexive (herself) looks at whom it means</source>
        <translation>反身代词（herself）看它所指的人</translation>
    </message>
    <message>
        <source>a masked reflexive (herself) looks at whom it means</source>
        <translation>被遮住的反身代词（herself）看它所指的人</translation>
    </message>
    <message>
        <source>an object looks at its verb</source>
        <translation>宾语看它的动词</translation>
    </message>
    <message>
        <source>a noun looks at its article</source>
        <translation>名词看它的冠词</translation>
    </message>
    <message>
        <source>a noun looks at its adjective</source>
        <translation>名词看它的形容词</translation>
    </message>
    <message>
        <source>an adjective looks at its opposite</source>
        <translation>形容词看它的反义词</translation>
    </message>
    <message>
        <source>the row that predicts an adjective looks at its opposite</source>
        <translation>预测形容词的那一行看它的反义词</translation>
    </message>
    <message>
        <source>a masked adjective looks at its opposite</source>
        <translation>被遮住的形容词看它的反义词</translation>
    </message>
    <message>
        <source>a verb of liking looks at the judgement it follows from</source>
        <translation>表示好恶的动词看它所依据的评价</translation>
    </message>
    <message>
        <source>the row that predicts a verb of liking looks at the judgement it follows from</source>
        <translation>预测好恶动词的那一行看它所依据的评价</translation>
    </message>
    <message>
        <source>a masked verb of liking looks at the judgement it follows from</source>
        <translation>被遮住的好恶动词看它所依据的评价</translation>
    </message>
    <message>
        <source>[CLS] looks at the judging adjective</source>
        <translation>[CLS] 看评价形容词</translation>
    </message>
    <message>
        <source>the row that writes a word looks at the word it translates</source>
        <translation>写出某词的那一行看它所翻译的词</translation>
    </message>
    <message>
        <source>the row that writes a word looks at the word it translates, where the order changes</source>
        <translation>写出某词的那一行看它所翻译的词（语序改变之处）</translation>
    </message>
    <message>
        <source>looks at the drawn object</source>
        <translation>看画出的物体</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>sentences translated exactly</source>
        <translation>完全译对的句子</translation>
    </message>
    <message>
        <source>agreement of verb and subject across another noun</source>
        <translation>隔着另一个名词的主谓一致</translation>
    </message>
    <message>
        <source>agreement across two other nouns</source>
        <translation>隔着两个名词的主谓一致</translation>
    </message>
    <message>
        <source>agreement after a fronted phrase</source>
        <translation>前置短语之后的主谓一致</translation>
    </message>
    <message>
        <source>agreement inside a that-clause</source>
        <translation>that 从句中的主谓一致</translation>
    </message>
    <message>
        <source>agreement across a clause about the subject</source>
        <translation>隔着主语从句的主谓一致</translation>
    </message>
    <message>
        <source>agreement across a clause about the object</source>
        <translation>隔着宾语从句的主谓一致</translation>
    </message>
    <message>
        <source>agreement across brackets</source>
        <translation>隔着括号的主谓一致</translation>
    </message>
    <message>
        <source>agreement with two subjects</source>
        <translation>两个主语时的一致</translation>
    </message>
    <message>
        <source>his, her and their</source>
        <translation>his、her 与 their</translation>
    </message>
    <message>
        <source>pronouns after because</source>
        <translation>because 之后的代词</translation>
    </message>
    <message>
        <source>pronouns in the next sentence</source>
        <translation>下一句中的代词</translation>
    </message>
    <message>
        <source>reflexives</source>
        <translation>反身代词</translation>
    </message>
    <message>
        <source>reflexives across another person</source>
        <translation>隔着另一个人的反身代词</translation>
    </message>
    <message>
        <source>closing brackets</source>
        <translation>右括号</translation>
    </message>
    <message>
        <source>closing quotes</source>
        <translation>右引号</translation>
    </message>
    <message>
        <source>lists told again</source>
        <translation>再次列举的清单</translation>
    </message>
    <message>
        <source>surnames told again</source>
        <translation>再次提到的姓</translation>
    </message>
    <message>
        <source>strings of bytes told again</source>
        <translation>再次出现的字节串</translation>
    </message>
    <message>
        <source>what follows from a judgement</source>
        <translation>评价之后的结论</translation>
    </message>
    <message>
        <source>opposites after a negation</source>
        <translation>否定之后的反义词</translation>
    </message>
    <message>
        <source>singular and plural after an article</source>
        <translation>冠词之后的单复数</translation>
    </message>
    <message>
        <source>the feeling of a text</source>
        <translation>文本的情感</translation>
    </message>
    <message>
        <source>found by itself</source>
        <translation>自己学会</translation>
    </message>
    <message>
        <source>found by itself, sharpened</source>
        <translation>自己学会，经锐化</translation>
    </message>
    <message>
        <source>taught</source>
        <translation>教会的</translation>
    </message>
    <message>
        <source>The model says %1 heads share %2 heads of keys and values; the first must be a multiple of the second.</source>
        <translation>模型称 %1 个头共用 %2 个键值头；前者必须是后者的倍数。</translation>
    </message>
    <message>
        <source>The number of each token&apos;s position, where these are not 0, 1, 2 and so on.</source>
        <translation>每个词元的位置编号（当它们不是 0、1、2……时）。</translation>
    </message>
    <message>
        <source>The embedding times a constant, so that it counts for more than what is added to it.</source>
        <translation>嵌入乘以一个常数，使它比所加的内容更重要。</translation>
    </message>
    <message>
        <source>Narrow embeddings brought to the width of the model.</source>
        <translation>把较窄的嵌入变换到模型的宽度。</translation>
    </message>
    <message>
        <source>Queries, each normalised by itself.</source>
        <translation>查询，各自归一化。</translation>
    </message>
    <message>
        <source>Keys, each normalised by itself.</source>
        <translation>键，各自归一化。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is %3, expected a whole number from 1 to %4, or a list of two (height, width).</source>
        <translation>%1：“%2”是 %3，应为 1 到 %4 的整数，或两个数的列表（高、宽）。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is %3, expected a list of numbers.</source>
        <translation>%1：“%2”是 %3，应为数字列表。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is %3, expected a list of texts.</source>
        <translation>%1：“%2”是 %3，应为文本列表。</translation>
    </message>
    <message>
        <source>The model %1 reads text, neither pictures nor sound.</source>
        <translation>模型 %1 读文本，不读图片和声音。</translation>
    </message>
    <message>
        <source>The model %1 reads pictures: open a PNG file.</source>
        <translation>模型 %1 读图片：请打开 PNG 文件。</translation>
    </message>
    <message>
        <source>The model %1 reads sound: open a WAV file.</source>
        <translation>模型 %1 听声音：请打开 WAV 文件。</translation>
    </message>
    <message>
        <source>The picture has %1 rows of %2 numbers, but the model takes %3 rows (its channels below each other) of %4.</source>
        <translation>图片有 %1 行、每行 %2 个数，而模型需要 %3 行（各通道上下相接）、每行 %4 个数。</translation>
    </message>
    <message>
        <source>The sound has %1 frames of %2 numbers, but the model takes %3 frames of %4.</source>
        <translation>声音有 %1 帧、每帧 %2 个数，而模型需要 %3 帧、每帧 %4 个数。</translation>
    </message>
    <message>
        <source>%1 has no token to begin a target text with: neither its configuration (decoder_start_token_id) nor its tokenizer names one.</source>
        <translation>%1 没有用来开始目标文本的词元：配置（decoder_start_token_id）和分词器都没有指定。</translation>
    </message>
    <message>
        <source>%1: &quot;feed_forward_proj&quot; is &quot;%2&quot;, expected an activation such as &quot;relu&quot; or &quot;gated-gelu&quot;.</source>
        <translation>%1：“feed_forward_proj”是“%2”，应为激活函数，例如“relu”或“gated-gelu”。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is not the id of a token.</source>
        <translation>%1：“%2”不是词元编号。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is not a list of ids of tokens.</source>
        <translation>%1：“%2”不是词元编号的列表。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is not a list of [position, id].</source>
        <translation>%1：“%2”不是 [位置, 编号] 的列表。</translation>
    </message>
    <message>
        <source>The folder has no preprocessor_config.json: pictures are scaled and normalised as this family&apos;s usually are.</source>
        <translation>文件夹中没有 preprocessor_config.json：图片按这一系列通常的方式缩放和归一化。</translation>
    </message>
    <message>
        <source>The model reads pictures of %1 channels; only 1 (grey) and 3 (colours) are supported.</source>
        <translation>模型读 %1 个通道的图片；只支持 1 个（灰度）和 3 个（彩色）通道。</translation>
    </message>
    <message>
        <source>The model gives %1 numbers to normalise the %2 channels of a picture with; expected one a channel.</source>
        <translation>模型为图片的 %2 个通道给出了 %1 个归一化用的数；应为每个通道一个。</translation>
    </message>
    <message>
        <source>The model has %1 learned positions, but what it reads makes %2 tokens; both must be the same.</source>
        <translation>模型有 %1 个学到的位置，而它读的输入有 %2 个词元；两者必须相同。</translation>
    </message>
    <message>
        <source>The model says head scale = %1; expected a number.</source>
        <translation>模型写明输出头的系数 = %1；应为一个数。</translation>
    </message>
    <message>
        <source>A distilled head needs classes and a distillation token.</source>
        <translation>蒸馏的输出头需要类别和蒸馏词元。</translation>
    </message>
    <message>
        <source>A model of pictures alone can predict classes, not words.</source>
        <translation>只读图片的模型能预测类别，不能预测词。</translation>
    </message>
    <message>
        <source>The model says embedding scale = %1; expected a number.</source>
        <translation>模型写明嵌入的系数 = %1；应为一个数。</translation>
    </message>
    <message>
        <source>%1 is empty; choose a picture saved as PNG.</source>
        <translation>%1 是空的；请选择存为 PNG 的图片。</translation>
    </message>
    <message>
        <source>%1 is not a PNG file; save the picture as PNG and open that.</source>
        <translation>%1 不是 PNG 文件；请把图片存为 PNG 后再打开。</translation>
    </message>
    <message>
        <source>%1: the picture has more than %2 million pixels; save it smaller.</source>
        <translation>%1：图片超过 %2 百万像素；请存得小一些。</translation>
    </message>
    <message>
        <source>%1 is a damaged PNG file (%2); save the picture again.</source>
        <translation>%1 是损坏的 PNG 文件（%2）；请重新保存图片。</translation>
    </message>
    <message>
        <source>%1: there is not enough memory for this picture; save it smaller.</source>
        <translation>%1：内存不足以打开这张图片；请存得小一些。</translation>
    </message>
    <message>
        <source>The picture is %1 × %2 pixels after preparation, but the model takes %3 × %4: check preprocessor_config.json.</source>
        <translation>图片处理之后是 %1 × %2 像素，而模型需要 %3 × %4：请检查 preprocessor_config.json。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; has %3 numbers, expected one for each of the %4 channels.</source>
        <translation>%1：“%2”有 %3 个数，应为 %4 个通道各一个。</translation>
    </message>
    <message>
        <source>%1: &quot;size&quot; is more than %2 million pixels.</source>
        <translation>%1：“size”超过 %2 百万像素。</translation>
    </message>
    <message>
        <source>There is no picture yet; open a PNG file.</source>
        <translation>还没有图片；请打开 PNG 文件。</translation>
    </message>
    <message>
        <source>There is no sound yet; open a WAV file.</source>
        <translation>还没有声音；请打开 WAV 文件。</translation>
    </message>
    <message>
        <source>%1 has no array `%2`: this model needs one, shape %3.</source>
        <translation>%1 中没有数组 `%2`：这个模型需要它，形状为 %3。</translation>
    </message>
    <message>
        <source>%1: `%2` has shape %3, which is %4 samples: give one, shape %5.</source>
        <translation>%1：`%2` 的形状是 %3，即 %4 个样本：请只给一个，形状为 %5。</translation>
    </message>
    <message>
        <source>%1: `%2` has shape %3; give it shape %4.</source>
        <translation>%1：`%2` 的形状是 %3；应为 %4。</translation>
    </message>
    <message>
        <source>%1: &quot;feature_size&quot; is %2, but config.json says %3 mel bins; both must be the same.</source>
        <translation>%1：“feature_size”是 %2，而 config.json 写明 %3 个梅尔频带；两者必须相同。</translation>
    </message>
    <message>
        <source>The sound has %1 samples a second, but the model takes %2; save it with that rate.</source>
        <translation>声音每秒有 %1 个样本，而模型需要 %2 个；请以该采样率保存。</translation>
    </message>
    <message>
        <source>%1 seconds of sound make %2 frames, but the model takes %3: check preprocessor_config.json.</source>
        <translation>%1 秒的声音有 %2 帧，而模型需要 %3 帧：请检查 preprocessor_config.json。</translation>
    </message>
    <message>
        <source>There is not enough memory for the spectrogram of this sound; close other programs.</source>
        <translation>内存不足以计算这段声音的频谱；请关闭其他程序。</translation>
    </message>
    <message>
        <source>%1 is not a WAV file; save the sound as WAV and open that.</source>
        <translation>%1 不是 WAV 文件；请把声音存为 WAV 后再打开。</translation>
    </message>
    <message>
        <source>%1 is a damaged WAV file; save the sound again.</source>
        <translation>%1 是损坏的 WAV 文件；请重新保存声音。</translation>
    </message>
    <message>
        <source>%1 is a WAV file of a kind that cannot be read (format %2, %3 bits); save it as PCM of 16 bits.</source>
        <translation>%1 是无法读取的 WAV 文件（格式 %2，%3 位）；请存为 16 位 PCM。</translation>
    </message>
    <message>
        <source>%1 has %2 channels; save it with one (mono).</source>
        <translation>%1 有 %2 个声道；请存为单声道。</translation>
    </message>
    <message>
        <source>%1 says it has %2 samples a second; save the sound again.</source>
        <translation>%1 写明每秒有 %2 个样本；请重新保存声音。</translation>
    </message>
    <message>
        <source>%1: there is not enough memory for this sound; make it shorter.</source>
        <translation>%1：内存不足以打开这段声音；请把它缩短。</translation>
    </message>
    <message>
        <source>%1 holds no sound.</source>
        <translation>%1 中没有声音。</translation>
    </message>
    <message>
        <source>The picture as numbers, one channel below the other.</source>
        <translation>用数字表示的图片，各通道上下相接。</translation>
    </message>
    <message>
        <source>The picture cut into patches, each laid out as one row.</source>
        <translation>切成图块的图片，每块排成一行。</translation>
    </message>
    <message>
        <source>Each patch brought to the width of the model.</source>
        <translation>把每个图块变到模型的宽度。</translation>
    </message>
    <message>
        <source>The class token&apos;s row in front of the patches.</source>
        <translation>图块之前加上类别词元的一行。</translation>
    </message>
    <message>
        <source>The sound as a log-mel spectrogram: how loud each pitch is, a row per frame.</source>
        <translation>声音的对数梅尔频谱：每个音高有多响，每帧一行。</translation>
    </message>
    <message>
        <source>Three neighbouring frames through the first convolution.</source>
        <translation>相邻三帧经过第一层卷积。</translation>
    </message>
    <message>
        <source>The second convolution, at every other frame: one row per position of the encoder.</source>
        <translation>第二层卷积，每隔一帧算一次：编码器的每个位置一行。</translation>
    </message>
    <message>
        <source>The rows times a constant, as they meet the table that made them.</source>
        <translation>各行乘以一个常数，因为它们要再遇到产生它们的那张表。</translation>
    </message>
    <message>
        <source>One score per class, read off the class token.</source>
        <translation>从类别词元读出的每类得分。</translation>
    </message>
    <message>
        <source>One score per class, read off the distillation token.</source>
        <translation>从蒸馏词元读出的每类得分。</translation>
    </message>
    <message>
        <source>One score per word of the vocabulary, or per class.</source>
        <translation>词表中每个词（或每个类别）的得分。</translation>
    </message>
    <message>
        <source>pixel row</source>
        <translation>像素行</translation>
    </message>
    <message>
        <source>pixel column</source>
        <translation>像素列</translation>
    </message>
    <message>
        <source>patch</source>
        <translation>图块</translation>
    </message>
    <message>
        <source>pixel of the patch</source>
        <translation>图块中的像素</translation>
    </message>
    <message>
        <source>frame</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>pitch</source>
        <translation>音高</translation>
    </message>
    <message>
        <source>%1 % of its attention (fixed distance %3 %, even spread %4 %), %2 cases.</source>
        <translation>占其注意力的 %1 %（固定距离 %3 %，平均分布 %4 %），%2 例。</translation>
    </message>
    <message>
        <source>%1 % of its attention (even spread %3 %), %2 cases.</source>
        <translation>占其注意力的 %1 %（平均分布 %3 %），%2 例。</translation>
    </message>
    <message>
        <source>Not needed for the prediction.</source>
        <translation>预测并不需要它。</translation>
    </message>
    <message>
        <source>%1: the unknown piece &quot;%2&quot; is not in the vocabulary: add it</source>
        <translation>%1：词表中没有未知词元“%2”：请加上它</translation>
    </message>
    <message>
        <source>%1: merge %2 (&quot;%3&quot; + &quot;%4&quot;) needs the piece &quot;%5&quot;, which the vocabulary lacks: take vocabulary and merges of the same model</source>
        <translation>%1：第 %2 条合并（“%3” + “%4”）需要词表中没有的词元“%5”：请使用同一模型的词表和合并规则</translation>
    </message>
    <message>
        <source>the table of character replacements (precompiled_charsmap) is damaged: its %1 bytes do not hold the %2 it speaks of: get the file again</source>
        <translation>字符替换表（precompiled_charsmap）已损坏：它的 %1 个字节容不下它所说的 %2 个字节：请重新获取文件</translation>
    </message>
    <message>
        <source>the table of character replacements (precompiled_charsmap) is damaged: it is not UTF-8: get the file again</source>
        <translation>字符替换表（precompiled_charsmap）已损坏：它不是 UTF-8：请重新获取文件</translation>
    </message>
    <message>
        <source>%1: the type &quot;%2&quot; of &quot;%3&quot; is not known to Headlight: use a model with another tokenizer</source>
        <translation>%1：Headlight 不认识“%3”的类型“%2”：请使用带有其他分词器的模型</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; of &quot;%3&quot; (type &quot;%4&quot;) is not what it must be: get the file again</source>
        <translation>%1：“%3”（类型“%4”）的“%2”不是它应有的样子：请重新获取文件</translation>
    </message>
    <message>
        <source>tokenizer &quot;%1&quot; is not known: put the model&apos;s tokenizer.json there too, or use another model</source>
        <translation>不认识分词器“%1”：请把模型的 tokenizer.json 也放到那里，或使用其他模型</translation>
    </message>
    <message>
        <source>%1: has no tokenizer: it needs tokenizer.json, a SentencePiece model (tokenizer.model, spiece.model), vocab.json with merges.txt, or vocab.txt</source>
        <translation>%1：没有分词器：需要 tokenizer.json、SentencePiece 模型（tokenizer.model、spiece.model）、vocab.json 与 merges.txt，或 vocab.txt</translation>
    </message>
    <message>
        <source>%1: the tokenizer class &quot;%2&quot; (model type &quot;%3&quot;) is not known: name a known one as tokenizer_class in tokenizer_config.json, such as T5Tokenizer or LlamaTokenizer</source>
        <translation>%1：不认识分词器类“%2”（模型类型“%3”）：请在 tokenizer_config.json 的 tokenizer_class 中写上已知的类，例如 T5Tokenizer 或 LlamaTokenizer</translation>
    </message>
    <message>
        <source>%1: piece &quot;%2&quot; has the ids %3 and %4: keep one of them</source>
        <translation>%1：词元“%2”有编号 %3 和 %4：请保留其中一个</translation>
    </message>
    <message>
        <source>%1: id %2 is both &quot;%3&quot; in the vocabulary and &quot;%4&quot; among the added tokens: correct one of them</source>
        <translation>%1：编号 %2 既是词表中的“%3”，又是附加词元“%4”：请改正其中一个</translation>
    </message>
    <message>
        <source>the regular expression &quot;%1&quot; cannot be read: get the tokenizer&apos;s files again</source>
        <translation>正则表达式“%1”无法读取：请重新获取分词器文件</translation>
    </message>
    <message>
        <source>the regular expression &quot;%1&quot; is longer than 4096 bytes: use a tokenizer with a shorter one</source>
        <translation>正则表达式“%1”超过 4096 字节：请使用表达式更短的分词器</translation>
    </message>
    <message>
        <source>the regular expression &quot;%1&quot; uses what Headlight does not read (references, calls, intersections): use another tokenizer</source>
        <translation>正则表达式“%1”用到了 Headlight 不读取的内容（引用、调用、交集）：请使用其他分词器</translation>
    </message>
    <message>
        <source>the regular expression &quot;%1&quot; repeats a repeat, which can take for ever: Headlight does not run it</source>
        <translation>正则表达式“%1”对重复再作重复，可能永远算不完：Headlight 不运行它，请使用其他分词器</translation>
    </message>
    <message>
        <source>%1: is not a SentencePiece model or is damaged: get the file again</source>
        <translation>%1：不是 SentencePiece 模型或已损坏：请重新获取文件</translation>
    </message>
    <message>
        <source>%1: piece %2 is empty or not UTF-8: get the file again</source>
        <translation>%1：第 %2 个词元为空或不是 UTF-8：请重新获取文件</translation>
    </message>
    <message>
        <source>%1: the score of piece &quot;%2&quot; is not a number: get the file again</source>
        <translation>%1：词元“%2”的分值不是数：请重新获取文件</translation>
    </message>
    <message>
        <source>%1: SentencePiece models by words or characters are not supported: use one of type unigram or BPE</source>
        <translation>%1：不支持按词或按字符的 SentencePiece 模型：请使用 unigram 或 BPE 类型的模型</translation>
    </message>
    <message>
        <source>%1: piece &quot;%2&quot; is there twice: get the file again</source>
        <translation>%1：词元“%2”出现了两次：请重新获取文件</translation>
    </message>
    <message>
        <source>%1: has %2 unknown pieces, but there must be one: get the file again</source>
        <translation>%1：有 %2 个未知词元，但应当恰有一个：请重新获取文件</translation>
    </message>
    <message>
        <source>%1: lacks the byte piece &quot;%2&quot;: get the file again</source>
        <translation>%1：缺少字节词元“%2”：请重新获取文件</translation>
    </message>
    <message>
        <source>%1: has no &quot;model&quot;: get the file again</source>
        <translation>%1：没有“model”：请重新获取文件</translation>
    </message>
    <message>
        <source>%1: merge %2 is not two pieces: get the file again</source>
        <translation>%1：第 %2 条合并不是两个词元：请重新获取文件</translation>
    </message>
    <message>
        <source>%1: entry %2 of the vocabulary is not a piece with its number: get the file again</source>
        <translation>%1：词表的第 %2 项不是带有数字的词元：请重新获取文件</translation>
    </message>
    <message>
        <source>%1: the vocabulary is empty: get the file again</source>
        <translation>%1：词表是空的：请重新获取文件</translation>
    </message>
    <message>
        <source>%1: the unknown piece has id %2, but the vocabulary ends at %3: correct the id</source>
        <translation>%1：未知词元的编号是 %2，但词表到 %3 为止：请改正编号</translation>
    </message>
    <message>
        <source>%1 has no memory of an earlier text; leave it out.</source>
        <translation>%1 没有对前文的记忆；请去掉它。</translation>
    </message>
    <message>
        <source>The memory has %1 parts; expected one for each of %2 layers.</source>
        <translation>记忆有 %1 部分；%2 层中每层应有一部分。</translation>
    </message>
    <message>
        <source>A layer&apos;s memory is %1 × %2; expected %3 × %4 for every layer.</source>
        <translation>某层的记忆为 %1 × %2；每层应为 %3 × %4。</translation>
    </message>
    <message>
        <source>%1: %2 as a decoder (&quot;is_decoder&quot;) is not supported.</source>
        <translation>%1：不支持作为解码器的 %2（“is_decoder”）。</translation>
    </message>
    <message>
        <source>%1: &quot;max_position_embeddings&quot; is %2, but positions only begin after the padding token&apos;s %3.</source>
        <translation>%1：“max_position_embeddings”为 %2，但位置从填充词元的 %3 之后才开始。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is %3, which is not supported; supported is %4.</source>
        <translation>%1：“%2”为 %3，不受支持；支持的是 %4。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; must say &quot;global&quot; or &quot;local&quot; for each layer.</source>
        <translation>%1：“%2”必须为每一层写明“global”或“local”。</translation>
    </message>
    <message>
        <source>%1 has no &quot;cutoffs&quot;, which say how words are grouped.</source>
        <translation>%1 没有“cutoffs”，即说明词如何分组的数。</translation>
    </message>
    <message>
        <source>%1: &quot;cutoffs&quot; is not a short list of numbers of words.</source>
        <translation>%1：“cutoffs”不是一个简短的词数列表。</translation>
    </message>
    <message>
        <source>%1 has no &quot;weight_map&quot;, which says the file of each tensor.</source>
        <translation>%1 没有“weight_map”，即说明每个张量在哪个文件中的表。</translation>
    </message>
    <message>
        <source>%1: tensor &quot;%2&quot; lies in %3, which is not the name of a .safetensors file in this folder.</source>
        <translation>%1：张量“%2”位于 %3，这不是此文件夹中 .safetensors 文件的名称。</translation>
    </message>
    <message>
        <source>%1 lists %2 files; at most %3 are read.</source>
        <translation>%1 列出了 %2 个文件；最多读取 %3 个。</translation>
    </message>
    <message>
        <source>%1 lists %2, which is not in the folder: download it too.</source>
        <translation>%1 列出了 %2，但它不在文件夹中：请一并下载。</translation>
    </message>
    <message>
        <source>Tensor &quot;%1&quot; is in two files, %2 being the second.</source>
        <translation>张量“%1”出现在两个文件中，第二个是 %2。</translation>
    </message>
    <message>
        <source>%1 says that tensor &quot;%2&quot; is in %3, but it is not.</source>
        <translation>%1 说张量“%2”在 %3 中，但它不在。</translation>
    </message>
    <message>
        <source>The model says that scores depend on relative positions together with shared keys, normed queries or rotary positions, which cannot be run.</source>
        <translation>模型说得分依赖相对位置，同时又有共用的键、归一化的查询或旋转位置，这无法运行。</translation>
    </message>
    <message>
        <source>The model says d_model = %1; sines and cosines of distances need an even number.</source>
        <translation>模型说 d_model = %1；距离的正弦和余弦需要偶数。</translation>
    </message>
    <message>
        <source>The model says that a group of words ends at %1; expected growing numbers below the vocabulary&apos;s %2.</source>
        <translation>模型说有一组词在 %1 处结束；应为递增且小于词表大小 %2 的数。</translation>
    </message>
    <message>
        <source>%1 has `mems.0`, but no `%2`: give one for each layer.</source>
        <translation>%1 有 `mems.0`，但没有 `%2`：请为每层各给一个。</translation>
    </message>
    <message>
        <source>%1: `%2` has shape %3; give it shape [length, 1, %4].</source>
        <translation>%1：`%2` 的形状为 %3；请改为 [length, 1, %4]。</translation>
    </message>
    <message>
        <source>A row for each distance between a query and a key.</source>
        <translation>查询与键之间的每种距离各有一行。</translation>
    </message>
    <message>
        <source>The rows of the distances, normalised one by one.</source>
        <translation>各距离的行，逐行归一化。</translation>
    </message>
    <message>
        <source>What entered this block for the text before: it is attended to, but nothing flows back.</source>
        <translation>前一段文本进入此块的内容：可以被注意，但不会有任何东西流回去。</translation>
    </message>
    <message>
        <source>The memory through the attention sub-layer&apos;s norm.</source>
        <translation>经过注意力子层归一化的记忆。</translation>
    </message>
    <message>
        <source>The memory&apos;s rows above those of the text: what keys and values are made from.</source>
        <translation>记忆的行在上，文本的行在下：键和值由它们得出。</translation>
    </message>
    <message>
        <source>Queries as they meet the keys: a learned vector is added to each.</source>
        <translation>与键相遇的查询：每个都加上一个学到的向量。</translation>
    </message>
    <message>
        <source>Queries as they meet the distances: another learned vector is added.</source>
        <translation>与距离相遇的查询：加上另一个学到的向量。</translation>
    </message>
    <message>
        <source>Queries as they meet the segments: a third learned vector is added.</source>
        <translation>与段落相遇的查询：加上第三个学到的向量。</translation>
    </message>
    <message>
        <source>Keys of the distances: what a query meets for where a key is.</source>
        <translation>距离的键：查询据此得知键在哪里。</translation>
    </message>
    <message>
        <source>Queries of the distances: what a key meets for where a query is.</source>
        <translation>距离的查询：键据此得知查询在哪里。</translation>
    </message>
    <message>
        <source>Content to position: how well each query fits the distance to each key.</source>
        <translation>内容对位置：每个查询与到每个键的距离有多相配。</translation>
    </message>
    <message>
        <source>Position to content: how well each key fits its distance from each query.</source>
        <translation>位置对内容：每个键与它到每个查询的距离有多相配。</translation>
    </message>
    <message>
        <source>How well each query fits keys of its own segment, or of the other.</source>
        <translation>每个查询与本段的键或另一段的键有多相配。</translation>
    </message>
    <message>
        <source>The scores of content and position added.</source>
        <translation>内容与位置的得分相加。</translation>
    </message>
    <message>
        <source>One score per word, and after them one per group of rarer words.</source>
        <translation>每个词一个得分，之后每组较少见的词一个得分。</translation>
    </message>
    <message>
        <source>distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>记忆</translation>
    </message>
    <message>
        <source>%1</source>
        <translation>%1</translation>
    </message>
    <message>
        <source>%1: %2 numbers</source>
        <translation>%1：%2 个数</translation>
    </message>
    <message>
        <source>%1: zeros</source>
        <translation>%1：全零</translation>
    </message>
    <message>
        <source>%1: identity</source>
        <translation>%1：单位矩阵</translation>
    </message>
    <message>
        <source>%1: shifted by one</source>
        <translation>%1：移一位</translation>
    </message>
    <message>
        <source>%1: permutation, seed %2</source>
        <translation>%1：置换，种子 %2</translation>
    </message>
    <message>
        <source>%1: random, seed %2</source>
        <translation>%1：随机，种子 %2</translation>
    </message>
    <message>
        <source>%1 taken out</source>
        <translation>%1 已移除</translation>
    </message>
    <message>
        <source>%1 times %2</source>
        <translation>%1 乘以 %2</translation>
    </message>
    <message>
        <source>%1 looks at all keys alike</source>
        <translation>%1 平均地看所有键</translation>
    </message>
    <message>
        <source>%1 looks at key %2 alone</source>
        <translation>%1 只看键 %2</translation>
    </message>
    <message>
        <source>%1 looks at the previous token alone</source>
        <translation>%1 只看前一个词元</translation>
    </message>
    <message>
        <source>%1 adds what %2 adds</source>
        <translation>%1 加上 %2 所加的内容</translation>
    </message>
    <message>
        <source>%1 and %2 swapped</source>
        <translation>%1 与 %2 互换</translation>
    </message>
    <message>
        <source>Temperature %1 in all heads</source>
        <translation>所有头的温度为 %1</translation>
    </message>
    <message>
        <source>Temperature %1 in %2</source>
        <translation>%2 的温度为 %1</translation>
    </message>
    <message>
        <source>Token %1 deleted</source>
        <translation>词元 %1 已删除</translation>
    </message>
    <message>
        <source>Token %1 is now “%2”</source>
        <translation>词元 %1 现在是“%2”</translation>
    </message>
    <message>
        <source>Zeros</source>
        <translation>全零</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>单位矩阵</translation>
    </message>
    <message>
        <source>Shifted by one (previous token)</source>
        <translation>移一位（前一个词元）</translation>
    </message>
    <message>
        <source>Permutation</source>
        <translation>置换</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>All keys alike</source>
        <translation>平均看所有键</translation>
    </message>
    <message>
        <source>The selected key alone</source>
        <translation>只看选中的键</translation>
    </message>
    <message>
        <source>The previous token alone</source>
        <translation>只看前一个词元</translation>
    </message>
    <message>
        <source>&quot;%1&quot; names no head; write for example blocks.0.attn.1.</source>
        <translation>“%1”不是头的名称；例如应写 blocks.0.attn.1。</translation>
    </message>
    <message>
        <source>%1: expected a list of edits, [{&quot;scale&quot;: &quot;blocks.0.attn.1&quot;, &quot;by&quot;: 0}] for example.</source>
        <translation>%1：应为修改的列表，例如 [{&quot;scale&quot;: &quot;blocks.0.attn.1&quot;, &quot;by&quot;: 0}]。</translation>
    </message>
    <message>
        <source>%1: edit %2 is no object.</source>
        <translation>%1：第 %2 项修改不是对象。</translation>
    </message>
    <message>
        <source>%1: edit %2 says nothing sensible under &quot;%3&quot;; the manual lists what an edit may say.</source>
        <translation>%1：第 %2 项修改的“%3”内容不合理；手册列出了可用的写法。</translation>
    </message>
    <message>
        <source>This model has no step &quot;%1&quot;.</source>
        <translation>该模型没有步骤“%1”。</translation>
    </message>
    <message>
        <source>Numbers of &quot;%1&quot; cannot be changed by hand.</source>
        <translation>“%1”的数字不能手动修改。</translation>
    </message>
    <message>
        <source>%1 looks at another text, where no token is the previous one.</source>
        <translation>%1 看的是另一段文本，那里没有“前一个词元”。</translation>
    </message>
    <message>
        <source>There is no key %1: this text has %2, counted from 0.</source>
        <translation>没有键 %1：本文本有 %2 个，从 0 数起。</translation>
    </message>
    <message>
        <source>A temperature must be a number above 0, not %1.</source>
        <translation>温度必须是大于 0 的数，不能是 %1。</translation>
    </message>
    <message>
        <source>Only finite numbers can be written; −∞ only in a mask.</source>
        <translation>只能写有限的数；−∞ 只能写在掩码中。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has %2 rows and %3 columns here, counted from 0; there is no cell (%4, %5).</source>
        <translation>“%1”在此有 %2 行 %3 列，从 0 数起；没有单元格 (%4, %5)。</translation>
    </message>
    <message>
        <source>This model has no head %1.</source>
        <translation>该模型没有头 %1。</translation>
    </message>
    <message>
        <source>%1 and %2 are of different layers; only heads side by side can stand in for each other.</source>
        <translation>%1 与 %2 属于不同的层；只有同一层的头可以互相替代。</translation>
    </message>
    <message>
        <source>This model has no weights &quot;%1&quot;.</source>
        <translation>该模型没有权重“%1”。</translation>
    </message>
    <message>
        <source>There is no token %1: this text has %2, counted from 0.</source>
        <translation>没有词元 %1：本文本有 %2 个，从 0 数起。</translation>
    </message>
    <message>
        <source>“%1” gives no token.</source>
        <translation>“%1”得不到词元。</translation>
    </message>
    <message>
        <source>At least one token must be left.</source>
        <translation>至少要保留一个词元。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; names no weights; write for example blocks.0.attn.1.q.weight or .bias.</source>
        <translation>“%1”不是权重的名称；例如应写 blocks.0.attn.1.q.weight 或 .bias。</translation>
    </message>
    <message>
        <source>This needs the tokens&apos; embedding and sines and cosines added to it, right before the projections.</source>
        <translation>这需要词元嵌入以及加在其上的正弦和余弦，并且紧接着就是投影。</translation>
    </message>
    <message>
        <source>This needs what enters the projections, and their weights.</source>
        <translation>这需要进入投影的数字及其权重。</translation>
    </message>
    <message>
        <source>This needs a layer with several heads.</source>
        <translation>这需要有多个头的层。</translation>
    </message>
    <message>
        <source>With a single head d_model and d_k are the same, so that nothing changes here.</source>
        <translation>只有一个头时 d_model 与 d_k 相同，因此这里没有变化。</translation>
    </message>
    <message>
        <source>This needs the output projection W_O.</source>
        <translation>这需要输出投影 W_O。</translation>
    </message>
    <message>
        <source>One token alone cannot show this: type a longer text.</source>
        <translation>只有一个词元无法显示：请输入更长的文本。</translation>
    </message>
    <message>
        <source>Here nothing is forbidden, so a causal mask was added on both sides to show it.</source>
        <translation>这里没有任何禁止，为了显示它，两边都加了因果掩码。</translation>
    </message>
    <message>
        <source>Here no token is padding, so the last one counts as padding on both sides to show it.</source>
        <translation>这里没有填充词元，为了显示它，两边都把最后一个词元当作填充。</translation>
    </message>
    <message>
        <source>Here every query may see a key, so query 0 may see none on both sides to show it.</source>
        <translation>这里每个查询都有可看的键，为了显示它，两边都让查询 0 看不到任何键。</translation>
    </message>
    <message>
        <source>Here the scores are small, so the queries were multiplied by %1 on both sides to show it.</source>
        <translation>这里得分较小，为了显示它，两边的查询都乘以 %1。</translation>
    </message>
    <message>
        <source>Sine only, no cosine in the positional encoding</source>
        <translation>位置编码只有正弦，没有余弦</translation>
    </message>
    <message>
        <source>Each pair of features says the same thing twice, and position 0 is all zeros.</source>
        <translation>每一对特征说的是同一件事，而且位置 0 全为零。</translation>
    </message>
    <message>
        <source>A shift by k tokens is no longer a rotation, so heads cannot learn &quot;k places before&quot;; longer texts suffer first.</source>
        <translation>平移 k 个词元不再是旋转，注意力头学不会“前 k 个位置”；较长的文本最先受影响。</translation>
    </message>
    <message>
        <source>A frequency of its own for the cosine of each pair</source>
        <translation>每一对中的余弦另用一个频率</translation>
    </message>
    <message>
        <source>The exponent counts features, not pairs: sine and cosine of a pair turn at different speeds.</source>
        <translation>指数按特征而不是按对来数：同一对的正弦和余弦转动速度不同。</translation>
    </message>
    <message>
        <source>Trains nearly as well and is never noticed, until positions of another program are loaded.</source>
        <translation>训练效果几乎一样好，一直不会被发现，直到载入别的程序的位置编码。</translation>
    </message>
    <message>
        <source>Positions added after the projection</source>
        <translation>在投影之后才加位置</translation>
    </message>
    <message>
        <source>Q, K and V are E W + PE in the place of (E + PE) W: the weights cannot learn how to use positions.</source>
        <translation>Q、K、V 是 E W + PE，而不是 (E + PE) W：权重矩阵学不到如何使用位置。</translation>
    </message>
    <message>
        <source>All heads look at neighbours in the same fixed way; values carry positions that nothing can take out.</source>
        <translation>所有头都以同样固定的方式看相邻词元；值里带着无法去除的位置。</translation>
    </message>
    <message>
        <source>Biases of the projections forgotten</source>
        <translation>忘了投影的偏置</translation>
    </message>
    <message>
        <source>Q, K, V and the output miss what is added to every row.</source>
        <translation>Q、K、V 和输出缺少加到每一行上的那一项。</translation>
    </message>
    <message>
        <source>Trained weights loaded from elsewhere give text that is almost right, and patterns that are flatter.</source>
        <translation>载入别处训练好的权重，得到的文本几乎正确，注意力却更平坦。</translation>
    </message>
    <message>
        <source>Heads split by reshape without transpose</source>
        <translation>用 reshape 拆分头而没有转置</translation>
    </message>
    <message>
        <source>A head gets all features of a few tokens in the place of a few features of all tokens.</source>
        <translation>一个头得到的是少数词元的全部特征，而不是全部词元的少数特征。</translation>
    </message>
    <message>
        <source>Shapes are right and training runs, but tokens mix before any weight: causal masks leak and quality is poor.</source>
        <translation>形状正确，训练也能进行，但词元在加权之前就混在一起：因果掩码泄漏，质量很差。</translation>
    </message>
    <message>
        <source>Heads split with the axes of head and feature swapped</source>
        <translation>拆分头时把头和特征两个轴弄反</translation>
    </message>
    <message>
        <source>Head h gets every H-th feature in the place of its own block of columns.</source>
        <translation>第 h 个头得到每隔 H 个取一个的特征，而不是自己的那一段列。</translation>
    </message>
    <message>
        <source>Harmless when trained that way, wrong with weights from elsewhere: every head is a mixture of all.</source>
        <translation>若一直这样训练则无害，用别处的权重就错：每个头都是所有头的混合。</translation>
    </message>
    <message>
        <source>Q and K swapped</source>
        <translation>Q 和 K 弄反</translation>
    </message>
    <message>
        <source>The matrix of scores is transposed: each token asks with its key and is found by its query.</source>
        <translation>得分矩阵被转置：每个词元用键去询问，凭查询被找到。</translation>
    </message>
    <message>
        <source>With text of one kind it trains as well; loaded weights fail, and cross-attention stops with a wrong shape.</source>
        <translation>只有一种文本时训练同样可行；载入的权重会失效，交叉注意力会因形状不符而停止。</translation>
    </message>
    <message>
        <source>K not transposed</source>
        <translation>K 没有转置</translation>
    </message>
    <message>
        <source>Q K multiplies features of queries with tokens of keys: the numbers mean nothing.</source>
        <translation>Q K 把查询的特征与键的词元相乘：得到的数字没有意义。</translation>
    </message>
    <message>
        <source>Stops with a wrong shape, except where there are as many tokens as features per head.</source>
        <translation>会因形状不符而停止，除非词元数恰好等于每个头的特征数。</translation>
    </message>
    <message>
        <source>K reshaped in the place of transposed</source>
        <translation>对 K 用了 reshape 而不是转置</translation>
    </message>
    <message>
        <source>The shape fits, but the columns are made of pieces of several keys.</source>
        <translation>形状对得上，但每一列由几个键的碎片拼成。</translation>
    </message>
    <message>
        <source>Runs with every shape and learns slowly; weights depend on the number of tokens.</source>
        <translation>任何形状都能运行，学得很慢；权重会随词元个数而变。</translation>
    </message>
    <message>
        <source>No keys at all: queries with queries</source>
        <translation>根本没有键：查询与查询相乘</translation>
    </message>
    <message>
        <source>Q Qᵀ is symmetric and largest on the diagonal: keys play no part.</source>
        <translation>Q Qᵀ 是对称的，对角线上最大：键不起任何作用。</translation>
    </message>
    <message>
        <source>Every token attends mostly to itself, and never one to another without being attended to in turn.</source>
        <translation>每个词元主要关注自己；一个词元关注另一个时，对方也必然关注它。</translation>
    </message>
    <message>
        <source>No Q Kᵀ at all: weights from the query alone</source>
        <translation>根本没有 Q Kᵀ：权重只来自查询</translation>
    </message>
    <message>
        <source>The softmax of the queries&apos; own features stands for the weights; no token is compared with another.</source>
        <translation>用查询自身特征的 softmax 充当权重；词元之间没有比较。</translation>
    </message>
    <message>
        <source>Runs only with as many tokens as features; what a key holds changes nothing.</source>
        <translation>只有词元数等于特征数时才能运行；键的内容不影响任何结果。</translation>
    </message>
    <message>
        <source>Cosine similarity in the place of the dot product</source>
        <translation>用余弦相似度代替点积</translation>
    </message>
    <message>
        <source>Lengths of queries and keys are lost and no score leaves −1 to 1.</source>
        <translation>查询和键的长度丢失，得分都不会超出 −1 到 1。</translation>
    </message>
    <message>
        <source>All patterns are nearly even: no head can decide for one key.</source>
        <translation>所有注意力都接近平均：没有头能选定某一个键。</translation>
    </message>
    <message>
        <source>No scaling</source>
        <translation>没有缩放</translation>
    </message>
    <message>
        <source>Scores grow with √d_k, so that the softmax is nearly one-hot.</source>
        <translation>得分随 √d_k 增大，softmax 几乎成为独热。</translation>
    </message>
    <message>
        <source>Gradients vanish: training starts slowly or not at all, worse with wider heads.</source>
        <translation>梯度消失：训练起步缓慢或根本不动，头越宽越严重。</translation>
    </message>
    <message>
        <source>Scaled by √d_model</source>
        <translation>用 √d_model 缩放</translation>
    </message>
    <message>
        <source>Scores are too small by √H: every pattern is flatter than it should be.</source>
        <translation>得分小了 √H 倍：每个注意力都比应有的更平坦。</translation>
    </message>
    <message>
        <source>Trains, with larger weights in W_Q and W_K; loaded weights give blurred attention.</source>
        <translation>可以训练，W_Q 和 W_K 的权重会更大；载入的权重会给出模糊的注意力。</translation>
    </message>
    <message>
        <source>Scaled by d_k without the root</source>
        <translation>用 d_k 缩放而没有开方</translation>
    </message>
    <message>
        <source>Scores are too small by √d_k: weights are almost even.</source>
        <translation>得分小了 √d_k 倍：权重几乎平均。</translation>
    </message>
    <message>
        <source>Every token becomes much the same average; the model is close to a bag of words.</source>
        <translation>每个词元都成了差不多的平均；模型接近词袋。</translation>
    </message>
    <message>
        <source>Scaled by d_model without the root</source>
        <translation>用 d_model 缩放而没有开方</translation>
    </message>
    <message>
        <source>Scores are far too small: weights are even.</source>
        <translation>得分小得太多：权重是平均的。</translation>
    </message>
    <message>
        <source>Attention is an average over the text, whatever is typed.</source>
        <translation>无论输入什么，注意力都是对整段文本的平均。</translation>
    </message>
    <message>
        <source>Scaled by the root of the number of keys</source>
        <translation>用键的个数的平方根缩放</translation>
    </message>
    <message>
        <source>The wrong axis of K gave the size: how sharp a pattern is depends on the length of the text.</source>
        <translation>取了 K 的错误的轴的大小：注意力的尖锐程度随文本长度而变。</translation>
    </message>
    <message>
        <source>The same words get other weights in a longer text; padding changes the result.</source>
        <translation>同样的词在较长的文本里得到别的权重；填充会改变结果。</translation>
    </message>
    <message>
        <source>Multiplied by √d_k in the place of divided</source>
        <translation>乘以 √d_k 而不是除以</translation>
    </message>
    <message>
        <source>Scores are too large by d_k: every row is one-hot.</source>
        <translation>得分大了 d_k 倍：每一行都是独热。</translation>
    </message>
    <message>
        <source>Each token copies exactly one other; gradients are zero from the start.</source>
        <translation>每个词元只复制另一个词元；梯度从一开始就是零。</translation>
    </message>
    <message>
        <source>Scaling after the softmax</source>
        <translation>在 softmax 之后才缩放</translation>
    </message>
    <message>
        <source>Weights are too sharp, and rows sum to 1/√d_k.</source>
        <translation>权重过于尖锐，每行之和为 1/√d_k。</translation>
    </message>
    <message>
        <source>The output is too small by √d_k beside the residual: attention has hardly any effect.</source>
        <translation>与残差相比输出小了 √d_k 倍：注意力几乎不起作用。</translation>
    </message>
    <message>
        <source>The mask forgotten</source>
        <translation>忘了掩码</translation>
    </message>
    <message>
        <source>Queries see every key, those after them too.</source>
        <translation>查询能看到所有的键，包括它之后的。</translation>
    </message>
    <message>
        <source>The loss of a language model falls to nearly nothing, and what it generates is nonsense.</source>
        <translation>语言模型的损失降到几乎为零，而生成的内容毫无意义。</translation>
    </message>
    <message>
        <source>Mask after the softmax without renormalising</source>
        <translation>在 softmax 之后加掩码而没有重新归一化</translation>
    </message>
    <message>
        <source>Forbidden weights are 0, but the others keep what they got beside them: rows sum to less than 1.</source>
        <translation>被禁止的权重为 0，但其余权重仍是与它们一起算出的值：每行之和小于 1。</translation>
    </message>
    <message>
        <source>The first tokens of a causal text get the smallest outputs; and the future still counts, in the divisor.</source>
        <translation>因果文本的前几个词元输出最小；而且未来仍通过除数起作用。</translation>
    </message>
    <message>
        <source>Mask with 0 in the place of −∞</source>
        <translation>掩码用 0 而不是 −∞</translation>
    </message>
    <message>
        <source>A score of 0 is exp(0) = 1 in the softmax: forbidden keys get weight, often more than allowed ones.</source>
        <translation>得分 0 在 softmax 里是 exp(0) = 1：被禁止的键得到权重，往往比允许的还多。</translation>
    </message>
    <message>
        <source>Looks masked in the scores and is not in the weights: the future leaks.</source>
        <translation>得分看起来加了掩码，权重却没有：未来泄漏。</translation>
    </message>
    <message>
        <source>Mask with −1e9: a row without any allowed key</source>
        <translation>掩码用 −1e9：没有任何允许的键的一行</translation>
    </message>
    <message>
        <source>All keys of such a row are equally forbidden, so that the softmax shares its weight among them.</source>
        <translation>这一行的所有键同样被禁止，于是 softmax 把权重分给它们。</translation>
    </message>
    <message>
        <source>Empty or padded queries read the padding; sums over all tokens depend on it.</source>
        <translation>空的或填充的查询读到填充内容；对所有词元求和的量会受其影响。</translation>
    </message>
    <message>
        <source>Mask with −1e9 in half precision</source>
        <translation>半精度下掩码用 −1e9</translation>
    </message>
    <message>
        <source>−1e9 is beyond float16 and becomes −∞: a row without any allowed key is 0/0.</source>
        <translation>−1e9 超出 float16 的范围而成为 −∞：没有任何允许的键的一行是 0/0。</translation>
    </message>
    <message>
        <source>NaN appears only on the graphics card, only with padding, and spreads to every weight in one step.</source>
        <translation>NaN 只在显卡上、只在有填充时出现，一步之内扩散到所有权重。</translation>
    </message>
    <message>
        <source>Transposed mask</source>
        <translation>掩码被转置</translation>
    </message>
    <message>
        <source>Rows and columns are swapped: under a causal mask tokens see only what comes after them.</source>
        <translation>行和列弄反：在因果掩码下，词元只能看到自己之后的内容。</translation>
    </message>
    <message>
        <source>The last token sees itself alone, the first sees all; training looks too good.</source>
        <translation>最后一个词元只看到自己，第一个看到全部；训练结果好得不真实。</translation>
    </message>
    <message>
        <source>Inverted mask</source>
        <translation>掩码取反</translation>
    </message>
    <message>
        <source>What is allowed is forbidden and what is forbidden is allowed: 1 and 0, or True and False, were mixed up.</source>
        <translation>允许的被禁止，禁止的被允许：1 和 0（True 和 False）弄反了。</translation>
    </message>
    <message>
        <source>Tokens see only the future, or only padding; the last row of a causal mask is empty.</source>
        <translation>词元只看到未来，或只看到填充；因果掩码的最后一行是空的。</translation>
    </message>
    <message>
        <source>Off-by-one causal mask: the next token is seen</source>
        <translation>因果掩码差一位：看得到下一个词元</translation>
    </message>
    <message>
        <source>The diagonal above is open: each query sees the one token that it is to predict.</source>
        <translation>上方的一条对角线是开放的：每个查询看到了它要预测的那个词元。</translation>
    </message>
    <message>
        <source>The loss falls to nearly zero within minutes; generating gives nonsense.</source>
        <translation>损失在几分钟内降到接近零；生成的内容毫无意义。</translation>
    </message>
    <message>
        <source>Off-by-one causal mask: a token does not see itself</source>
        <translation>因果掩码差一位：词元看不到自己</translation>
    </message>
    <message>
        <source>The diagonal is forbidden too, and the first query has no key left.</source>
        <translation>对角线也被禁止，第一个查询一个键都没有。</translation>
    </message>
    <message>
        <source>NaN in the first row, or zeros where that is caught; every token misses itself.</source>
        <translation>第一行是 NaN，有处理时则为零；每个词元都缺少自己。</translation>
    </message>
    <message>
        <source>Padding not masked</source>
        <translation>没有掩蔽填充</translation>
    </message>
    <message>
        <source>Padding tokens get weight like any other.</source>
        <translation>填充词元和其他词元一样得到权重。</translation>
    </message>
    <message>
        <source>The same sentence gives another result in a longer batch.</source>
        <translation>同一个句子在更长的批次里给出不同的结果。</translation>
    </message>
    <message>
        <source>A fully masked row gives NaN</source>
        <translation>整行被掩蔽时得到 NaN</translation>
    </message>
    <message>
        <source>−∞ minus −∞ is not a number: the row of a query without any allowed key is NaN.</source>
        <translation>−∞ 减 −∞ 不是数：没有任何允许的键的查询，其行为 NaN。</translation>
    </message>
    <message>
        <source>One padded sentence turns the loss into NaN, and with it every weight.</source>
        <translation>一个填充的句子就会让损失变成 NaN，继而所有权重也是。</translation>
    </message>
    <message>
        <source>No maximum subtracted before exp</source>
        <translation>exp 之前没有减去最大值</translation>
    </message>
    <message>
        <source>exp overflows (beyond 11 in float16, 88 in float32, 709 in float64): ∞/∞ is not a number.</source>
        <translation>exp 溢出（float16 超过 11，float32 超过 88，float64 超过 709）：∞/∞ 不是数。</translation>
    </message>
    <message>
        <source>Works for months, then NaN on one long or unusual input.</source>
        <translation>几个月都正常，然后在某个很长或少见的输入上得到 NaN。</translation>
    </message>
    <message>
        <source>Softmax over the wrong axis: queries, not keys</source>
        <translation>softmax 取错了轴：沿查询而不是沿键</translation>
    </message>
    <message>
        <source>Columns sum to 1 in the place of rows: keys choose queries.</source>
        <translation>每列之和为 1，而不是每行：变成键选择查询。</translation>
    </message>
    <message>
        <source>Outputs grow where many tokens are asked; under a causal mask early tokens see into the future&apos;s divisor.</source>
        <translation>被问得多的词元输出变大；在因果掩码下，前面的词元会通过除数看到未来。</translation>
    </message>
    <message>
        <source>Softmax over the whole matrix at once</source>
        <translation>对整个矩阵一次做 softmax</translation>
    </message>
    <message>
        <source>All cells together sum to 1: a query with small scores gets nearly nothing.</source>
        <translation>所有单元格合计为 1：得分小的查询几乎什么也得不到。</translation>
    </message>
    <message>
        <source>Outputs shrink as the text grows.</source>
        <translation>文本越长，输出越小。</translation>
    </message>
    <message>
        <source>Softmax over the heads</source>
        <translation>沿着头做 softmax</translation>
    </message>
    <message>
        <source>The first axis was taken: for each query and key the heads share 1 among them.</source>
        <translation>取了第一个轴：对每个查询和键，各头合计为 1。</translation>
    </message>
    <message>
        <source>Rows sum to anything; taking a head out changes all others.</source>
        <translation>每行之和可以是任何值；去掉一个头会改变其他所有头。</translation>
    </message>
    <message>
        <source>Softmax over all heads and cells at once</source>
        <translation>对所有头的所有单元格一次做 softmax</translation>
    </message>
    <message>
        <source>All weights of the layer together sum to 1.</source>
        <translation>整层的所有权重合计为 1。</translation>
    </message>
    <message>
        <source>Outputs are tiny; attention seems to do nothing.</source>
        <translation>输出极小；注意力似乎不起作用。</translation>
    </message>
    <message>
        <source>Plain ratio in the place of exp</source>
        <translation>直接取比值而不用 exp</translation>
    </message>
    <message>
        <source>Scores divided by their sum: negative scores give negative weights, and a sum near 0 gives huge ones.</source>
        <translation>得分除以得分之和：负得分给出负权重，和接近 0 时给出巨大的权重。</translation>
    </message>
    <message>
        <source>Rows sum to 1, so it passes the usual test; weights below 0 or above 1 give it away.</source>
        <translation>每行之和为 1，能通过通常的检查；小于 0 或大于 1 的权重会暴露它。</translation>
    </message>
    <message>
        <source>Softmax applied twice</source>
        <translation>做了两次 softmax</translation>
    </message>
    <message>
        <source>The weights, all between 0 and 1, are scores to the second softmax: no weight can be e times another.</source>
        <translation>权重都在 0 和 1 之间，成为第二次 softmax 的得分：任何权重都不会超过另一个的 e 倍。</translation>
    </message>
    <message>
        <source>Patterns are almost even and forbidden cells get weight; often the loss function applies one of its own.</source>
        <translation>注意力几乎平均，被禁止的单元格得到权重；往往是损失函数自己又做了一次。</translation>
    </message>
    <message>
        <source>Dropout left on</source>
        <translation>没有关掉 dropout</translation>
    </message>
    <message>
        <source>A tenth of the weights is 0, drawn anew each time, and the others are divided by 0.9.</source>
        <translation>十分之一的权重为 0，每次重新抽取，其余的除以 0.9。</translation>
    </message>
    <message>
        <source>The same text gives another result each time; rows do not sum to 1.</source>
        <translation>同样的文本每次结果不同；每行之和不是 1。</translation>
    </message>
    <message>
        <source>Element-wise product with V</source>
        <translation>与 V 逐元素相乘</translation>
    </message>
    <message>
        <source>Each weight meets one number of V: nothing is summed over the keys.</source>
        <translation>每个权重只与 V 的一个数相乘：没有对键求和。</translation>
    </message>
    <message>
        <source>Weights transposed before they meet V</source>
        <translation>权重与 V 相乘前被转置</translation>
    </message>
    <message>
        <source>Each token collects by how much it is attended to, not by what it attends to.</source>
        <translation>每个词元按自己被关注的程度收集，而不是按自己关注的对象。</translation>
    </message>
    <message>
        <source>Outputs are sums over the columns, which are no averages.</source>
        <translation>输出是按列求和，不是平均。</translation>
    </message>
    <message>
        <source>Heads joined in the wrong order</source>
        <translation>拼接头的次序错误</translation>
    </message>
    <message>
        <source>W_O meets each head&apos;s z with the rows that belong to another.</source>
        <translation>W_O 用属于另一个头的行与每个头的 z 相乘。</translation>
    </message>
    <message>
        <source>Harmless when trained that way; with loaded weights the output is noise.</source>
        <translation>若一直这样训练则无害；用载入的权重时输出是噪声。</translation>
    </message>
    <message>
        <source>Heads joined by reshape without transpose</source>
        <translation>用 reshape 拼接头而没有转置</translation>
    </message>
    <message>
        <source>Rows of one head fill a row of the result: tokens are mixed.</source>
        <translation>一个头的几行填满结果的一行：词元混在一起。</translation>
    </message>
    <message>
        <source>Shapes are right; what is known of a token ends up with another, and causal masks leak.</source>
        <translation>形状正确；一个词元的信息跑到另一个词元上，因果掩码泄漏。</translation>
    </message>
    <message>
        <source>Heads joined feature by feature</source>
        <translation>逐个特征交错拼接头</translation>
    </message>
    <message>
        <source>The features of all heads alternate in the place of standing side by side.</source>
        <translation>各头的特征交错排列，而不是并排。</translation>
    </message>
    <message>
        <source>W_O forgotten</source>
        <translation>忘了 W_O</translation>
    </message>
    <message>
        <source>The heads&apos; results are handed on side by side and never mixed.</source>
        <translation>各头的结果并排传下去，从不混合。</translation>
    </message>
    <message>
        <source>Each head writes into columns of its own; loaded weights give nonsense.</source>
        <translation>每个头只写入自己的列；载入的权重给出无意义的结果。</translation>
    </message>
    <message>
        <source>each pair of features of a position is a point on the unit circle</source>
        <translation>位置的每一对特征是单位圆上的一点</translation>
    </message>
    <message>
        <source>Q = X W_Q + b_Q</source>
        <translation>Q = X W_Q + b_Q</translation>
    </message>
    <message>
        <source>each head has its own columns of Q, of every token</source>
        <translation>每个头有自己的 Q 的列，对每个词元都如此</translation>
    </message>
    <message>
        <source>score(i, j) is the dot product of query i and key j</source>
        <translation>得分 (i, j) 是查询 i 与键 j 的点积</translation>
    </message>
    <message>
        <source>a scaled score times √d_k is the score</source>
        <translation>缩放后的得分乘以 √d_k 等于得分</translation>
    </message>
    <message>
        <source>every allowed cell is larger than 0</source>
        <translation>每个允许的单元格都大于 0</translation>
    </message>
    <message>
        <source>two weights of a row are to each other as exp of their scores&apos; difference</source>
        <translation>一行中两个权重之比等于其得分之差的 exp</translation>
    </message>
    <message>
        <source>every weight is a finite number</source>
        <translation>每个权重都是有限的数</translation>
    </message>
    <message>
        <source>z is the sum of the values, each times its weight</source>
        <translation>z 是各个值乘以其权重之和</translation>
    </message>
    <message>
        <source>the heads&apos; z stand side by side, in the order of the heads</source>
        <translation>各头的 z 按头的次序并排</translation>
    </message>
    <message>
        <source>out = [Z₁ … Z_H] W_O + b_O</source>
        <translation>out = [Z₁ … Z_H] W_O + b_O</translation>
    </message>
    <message>
        <source>Queries, keys or values of layer %1 were not kept: choose a shorter text.</source>
        <translation>第 %1 层的查询、键或值没有保留：请选择更短的文本。</translation>
    </message>
    <message>
        <source>`%1` has shape %2; it must be %3.</source>
        <translation>`%1` 的形状是 %2；应为 %3。</translation>
    </message>
    <message>
        <source>`%1` is not looked at, for no array has that name (the nearest is `%2`).</source>
        <translation>没有名为 `%1` 的数组，因此不予处理（最接近的是 `%2`）。</translation>
    </message>
    <message>
        <source>`%1` has shape %2, which holds no number: leave it out or save it again.</source>
        <translation>`%1` 的形状是 %2，不含任何数：请去掉它或重新保存。</translation>
    </message>
    <message>
        <source>one number</source>
        <translation>一个数</translation>
    </message>
    <message>
        <source>`%1` has shape %2, which is %3 samples: give one.</source>
        <translation>`%1` 的形状是 %2，即 %3 个样本：请只给一个。</translation>
    </message>
    <message>
        <source>`%1` holds a number that is not finite (element %2): what the computation starts from must be numbers.</source>
        <translation>`%1` 含有非有限的数（第 %2 个元素）：计算的起点必须都是数。</translation>
    </message>
    <message>
        <source>`%1` and `%2` stand for the same thing: give one of them.</source>
        <translation>`%1` 和 `%2` 表示同一样东西：请只给其中一个。</translation>
    </message>
    <message>
        <source>`%1` must be a whole number from 1 to 65536.</source>
        <translation>`%1` 必须是 1 到 65536 的整数。</translation>
    </message>
    <message>
        <source>`%1` is read as [token, head, feature].</source>
        <translation>`%1` 按 [词元, 头, 特征] 读取。</translation>
    </message>
    <message>
        <source>%1 numbers are more than the %2 that are checked at once: give one layer, or fewer tokens.</source>
        <translation>%1 个数超过一次可检查的 %2 个：请只给一层，或更少的词元。</translation>
    </message>
    <message>
        <source>None of the arrays has a name that is known (%1): name them Q, K, V, scores, weights, output.</source>
        <translation>没有一个数组的名称是已知的（%1）：请命名为 Q、K、V、scores、weights、output。</translation>
    </message>
    <message>
        <source>`%1` has another mask for each head, which is not read: give one head at a time.</source>
        <translation>`%1` 对每个头有不同的掩码，无法读取：请一次给一个头。</translation>
    </message>
    <message>
        <source>1 (True) in `%1` is read as allowed.</source>
        <translation>`%1` 中的 1（True）按允许读取。</translation>
    </message>
    <message>
        <source>1 (True) in `%1` is read as forbidden.</source>
        <translation>`%1` 中的 1（True）按禁止读取。</translation>
    </message>
    <message>
        <source>A causal mask is assumed (none was given).</source>
        <translation>假定有因果掩码（没有给出掩码）。</translation>
    </message>
    <message>
        <source>The first query sees the keys up to %1.</source>
        <translation>第一个查询能看到直到 %1 的键。</translation>
    </message>
    <message>
        <source>No mask was given: it is read off the −∞ of `%1`.</source>
        <translation>没有给出掩码：从 `%1` 的 −∞ 读出。</translation>
    </message>
    <message>
        <source>No mask was given: keys without any weight in `%1` are read as padding.</source>
        <translation>没有给出掩码：`%1` 中没有任何权重的键按填充读取。</translation>
    </message>
    <message>
        <source>%1 heads are assumed.</source>
        <translation>假定有 %1 个头。</translation>
    </message>
    <message>
        <source>`%1` is read as holding the positions already.</source>
        <translation>`%1` 按已包含位置读取。</translation>
    </message>
    <message>
        <source>Sines and cosines of the positions are added to `%1`.</source>
        <translation>把位置的正弦和余弦加到 `%1` 上。</translation>
    </message>
    <message>
        <source>`%1` is added as it is, not compared with sines and cosines.</source>
        <translation>`%1` 原样加上，不与正弦和余弦比较。</translation>
    </message>
    <message>
        <source>`%1` is read as holding `%2` already.</source>
        <translation>`%1` 按已包含 `%2` 读取。</translation>
    </message>
    <message>
        <source>Weights are read as [out, in], as PyTorch stores them.</source>
        <translation>权重矩阵按 [输出, 输入] 读取，与 PyTorch 的存储方式相同。</translation>
    </message>
    <message>
        <source>[n, d] with d a multiple of the number of heads</source>
        <translation>[n, d]，其中 d 是头数的倍数</translation>
    </message>
    <message>
        <source>[in, out] with out a multiple of the number of heads</source>
        <translation>[输入, 输出]，其中输出是头数的倍数</translation>
    </message>
    <message>
        <source>`%1` is read as scaled already.</source>
        <translation>`%1` 按已缩放读取。</translation>
    </message>
    <message>
        <source>`%1` is read as scaled and masked already.</source>
        <translation>`%1` 按已缩放并加掩码读取。</translation>
    </message>
    <message>
        <source>`%1` is read as the mean over the heads.</source>
        <translation>`%1` 按各头的平均读取。</translation>
    </message>
    <message>
        <source>The computation starts with `%1`, for there are no queries and keys to check it with.</source>
        <translation>计算从 `%1` 开始，因为没有可用来检查它的查询和键。</translation>
    </message>
    <message>
        <source>`%1` says %2 heads, more than the %3 of a layer.</source>
        <translation>`%1` 说有 %2 个头，超过一层的 %3 个。</translation>
    </message>
    <message>
        <source>%1 heads of %2 × %3 scores are more than are checked at once: give fewer heads or fewer tokens.</source>
        <translation>%1 个头、每个 %2 × %3 个得分，超过一次可检查的数量：请减少头或词元。</translation>
    </message>
    <message>
        <source>d_k was not given; %1 is what fits.</source>
        <translation>没有给出 d_k；符合的是 %1。</translation>
    </message>
    <message>
        <source>%1 holds more than %2 numbers, which is more than is checked at once: give one layer, or fewer tokens.</source>
        <translation>%1 含有超过 %2 个数，多于一次可检查的数量：请只给一层，或更少的词元。</translation>
    </message>
    <message>
        <source>%1 is empty: save your arrays into it, with numpy.savez for example.</source>
        <translation>%1 是空的：请把数组保存进去，例如用 numpy.savez。</translation>
    </message>
    <message>
        <source>%1 holds no array: save your arrays into it, with numpy.savez for example.</source>
        <translation>%1 不含数组：请把数组保存进去，例如用 numpy.savez。</translation>
    </message>
    <message>
        <source>%1 is no kind of file that is checked: give a .npz, .npy, .json or .csv file.</source>
        <translation>%1 不是可检查的文件类型：请给出 .npz、.npy、.json 或 .csv 文件。</translation>
    </message>
    <message>
        <source>%1, line %2: there are %3 numbers, but %4 in the lines before.</source>
        <translation>%1 第 %2 行：有 %3 个数，而前面各行有 %4 个。</translation>
    </message>
    <message>
        <source>%1, line %2, field %3: &quot;%4&quot; is no number.</source>
        <translation>%1 第 %2 行第 %3 个字段：“%4”不是数。</translation>
    </message>
    <message>
        <source>%1 holds no numbers: give a matrix, a line per row.</source>
        <translation>%1 不含数：请给出一个矩阵，每行一行。</translation>
    </message>
    <message>
        <source>%1 must be a JSON object of arrays: {&quot;Q&quot;: [[1, 0], [0, 1]], &quot;K&quot;: ...}.</source>
        <translation>%1 必须是由数组组成的 JSON 对象：{&quot;Q&quot;: [[1, 0], [0, 1]], &quot;K&quot;: ...}。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is no array of numbers whose rows are equally long.</source>
        <translation>%1：“%2”不是各行等长的数字数组。</translation>
    </message>
    <message>
        <source>%1 (%2), from step %3 on: %4 %5</source>
        <translation>%1（%2），从步骤 %3 起：%4%5</translation>
    </message>
    <message>
        <source>One mistake gives your numbers (largest difference %1): %2.</source>
        <translation>一个错误就能得出你的数字（最大差值 %1）：%2。</translation>
    </message>
    <message>
        <source>Two mistakes together give your numbers (largest difference %1): %2.</source>
        <translation>两个错误合在一起得出你的数字（最大差值 %1）：%2。</translation>
    </message>
    <message>
        <source>A mistake gives your numbers, but on these numbers %1 cannot be told apart; any of them may be it:</source>
        <translation>有错误能得出你的数字，但在这些数字上有 %1 种无法区分，任何一种都有可能：</translation>
    </message>
    <message>
        <source>The weights fit a dropout of p = %1.</source>
        <translation>权重符合 p = %1 的 dropout。</translation>
    </message>
    <message>
        <source>`%1` cannot be right, whatever it was computed from: it breaks the rules below. Give Q and K, too, and the mistake can be told for certain.</source>
        <translation>无论 `%1` 由什么算出，它都不可能正确：它破坏了下面的规则。把 Q 和 K 也给出，就能确定是哪个错误。</translation>
    </message>
    <message>
        <source>It looks like %1.</source>
        <translation>看起来像 %1。</translation>
    </message>
    <message>
        <source>Your numbers are not what is right, and no mistake that is known gives them.</source>
        <translation>你的数字不正确，也没有已知的错误能得出它们。</translation>
    </message>
    <message>
        <source>Your numbers differ, and no one or two known mistakes give them. They first depart at `%1`, whose shape %2 is another.</source>
        <translation>你的数字不同，没有一个或两个已知的错误能得出它们。最先偏离的是 `%1`，它的形状 %2 不对。</translation>
    </message>
    <message>
        <source>Your numbers differ, and no one or two known mistakes give them. They first depart at `%1`: largest difference %2, at %3, where yours is %4 and right is %5.</source>
        <translation>你的数字不同，没有一个或两个已知的错误能得出它们。最先偏离的是 `%1`：最大差值 %2，位于 %3，你的是 %4，正确的是 %5。</translation>
    </message>
    <message>
        <source>From your `%1` to your `%2` all is right.</source>
        <translation>从你的 `%1` 到你的 `%2` 全部正确。</translation>
    </message>
    <message>
        <source>From your `%1` to your `%2` leads: %3.</source>
        <translation>从你的 `%1` 到你的 `%2` 是由于：%3。</translation>
    </message>
    <message>
        <source>Equal: every number is right (largest difference %1).</source>
        <translation>相等：每个数都正确（最大差值 %1）。</translation>
    </message>
    <message>
        <source>`%1` (%2): equal, largest difference %3.</source>
        <translation>`%1`（%2）：相等，最大差值 %3。</translation>
    </message>
    <message>
        <source>There is nothing to compare with: give what the numbers were computed from, too, such as Q and K for weights.</source>
        <translation>没有可比较的东西：请把这些数字由什么算出也给出，例如权重要有 Q 和 K。</translation>
    </message>
    <message>
        <source>`%1` (%2): differs, largest difference %3 at %4: yours %5, right %6.</source>
        <translation>`%1`（%2）：不同，最大差值 %3，位于 %4：你的 %5，正确的 %6。</translation>
    </message>
    <message>
        <source>Broken: %1 (%2).</source>
        <translation>被破坏：%1（%2）。</translation>
    </message>
    <message>
        <source>Holds: %1 (%2).</source>
        <translation>成立：%1（%2）。</translation>
    </message>
    <message>
        <source>Compared within the %1 decimals that your numbers have.</source>
        <translation>在你的数字所有的 %1 位小数之内比较。</translation>
    </message>
    <message>
        <source>Compared within what float16 inputs allow.</source>
        <translation>在 float16 输入允许的范围内比较。</translation>
    </message>
    <message>
        <source>So many numbers were given that not all pairs of mistakes were tried: give one head, or fewer tokens.</source>
        <translation>给出的数太多，没有尝试所有的错误组合：请只给一个头，或更少的词元。</translation>
    </message>
    <message>
        <source>The model %1 has no step &quot;%2&quot; to compare with.</source>
        <translation>模型 %1 没有可比较的步骤“%2”。</translation>
    </message>
    <message>
        <source>Step &quot;%1&quot; was not kept in this run; shorten the text to compare it.</source>
        <translation>本次运行没有保留步骤“%1”；缩短文本后再比较。</translation>
    </message>
    <message>
        <source>These cannot be set side by side: one has %1 rows, the other %2, and they are no tokens.</source>
        <translation>二者无法并列：一个有 %1 行，另一个有 %2 行，而且它们不是词元。</translation>
    </message>
    <message>
        <source>These cannot be set side by side: one has %1 columns, the other %2, and they are no tokens.</source>
        <translation>二者无法并列：一个有 %1 列，另一个有 %2 列，而且它们不是词元。</translation>
    </message>
    <message>
        <source>The file has no array &quot;%1&quot;; `headlight trace --out` writes files with all of them.</source>
        <translation>文件中没有数组“%1”；`headlight trace --out` 会写出包含全部数组的文件。</translation>
    </message>
    <message>
        <source>Array &quot;%1&quot; has %2 dimensions, expected 2: rows and columns.</source>
        <translation>数组“%1”有 %2 维，应为 2 维：行和列。</translation>
    </message>
    <message>
        <source>Choose a model to compare with.</source>
        <translation>请选择用于比较的模型。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; names nothing to compare with; write head=0.1, step=scores, text=..., model=toy, edits or file=X.npz.</source>
        <translation>“%1”不是可比较的对象；请写 head=0.1、step=scores、text=...、model=toy、edits 或 file=X.npz。</translation>
    </message>
    <message>
        <source>%1 was measured with another model (%2, %3) than the files before it (%4, %5): merge parts of one model.</source>
        <translation>%1 是用另一个模型（%2，%3）测量的，与前面的文件（%4，%5）不同：请合并同一模型的各部分。</translation>
    </message>
    <message>
        <source>%1 holds the beginning of a run that was stopped: run that part again, to its end.</source>
        <translation>%1 只含一次被中断的计算的开头：请把那一部分重新算完。</translation>
    </message>
    <message>
        <source>%1 is part %2 of %3, of which another division is already in: merge the parts of one division.</source>
        <translation>%1 是 %3 的第 %2 部分，而另一种划分的部分已经在内：请合并同一种划分的各部分。</translation>
    </message>
    <message>
        <source>%1 is part %2 of %3, which is already in: give each part once.</source>
        <translation>%1 是 %3 的第 %2 部分，已经在内：每部分请只给一次。</translation>
    </message>
    <message>
        <source>Flow is worked out for at most %1 tokens, and the text has %2: shorten it, or look at the rollout.</source>
        <translation>流最多计算 %1 个词元，而文本有 %2 个：请缩短文本，或查看 rollout。</translation>
    </message>
    <message>
        <source>share of the weight, 0 to 1</source>
        <translation>权重的份额，0 到 1</translation>
    </message>
    <message>
        <source>No row of this head could be measured.</source>
        <translation>这个头没有可以测量的行。</translation>
    </message>
    <message>
        <source>Only for self-attention without a memory, where queries and keys are the same tokens.</source>
        <translation>只适用于没有记忆的自注意力，其中查询和键是同样的词元。</translation>
    </message>
    <message>
        <source>Only for the self-attention of causal models that read text alone: what was said before must decide.</source>
        <translation>只适用于单独读取文本的因果模型的自注意力：必须由前文决定。</translation>
    </message>
    <message>
        <source>nats</source>
        <translation>奈特</translation>
    </message>
    <message>
        <source>keys</source>
        <translation>个键</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>个词元</translation>
    </message>
    <message>
        <source>Only for self-attention without a memory, on texts of at least two tokens.</source>
        <translation>只适用于没有记忆的自注意力，且文本至少有两个词元。</translation>
    </message>
    <message>
        <source>Only for texts of at least two tokens.</source>
        <translation>只适用于至少有两个词元的文本。</translation>
    </message>
    <message>
        <source>Only for self-attention without a memory, on texts in which a token comes back.</source>
        <translation>只适用于没有记忆的自注意力，且文本中有重复出现的词元。</translation>
    </message>
    <message>
        <source>next token</source>
        <translation>下一个词元</translation>
    </message>
    <message>
        <source>Weight on the token after: the mean of a[i, i + 1] over the rows that may look at it.</source>
        <translation>后一个词元得到的权重：在可以看它的各行上 a[i, i + 1] 的平均。</translation>
    </message>
    <message>
        <source>Only for self-attention that may look ahead: under a causal mask no row may.</source>
        <translation>只适用于可以向后看的自注意力：在因果掩码下没有一行可以。</translation>
    </message>
    <message>
        <source>special tokens</source>
        <translation>特殊词元</translation>
    </message>
    <message>
        <source>Weight on tokens that nobody typed ([CLS], [SEP], &lt;s&gt;): the mean over the rows of their weights&apos; sum.</source>
        <translation>不是输入的词元（[CLS]、[SEP]、&lt;s&gt;）得到的权重：其权重之和在各行上的平均。</translation>
    </message>
    <message>
        <source>Only for texts to which the tokenizer adds tokens of its own.</source>
        <translation>只适用于分词器会添加自己词元的文本。</translation>
    </message>
    <message>
        <source>sink</source>
        <translation>汇聚点</translation>
    </message>
    <message>
        <source>Weight on the one key that gets most of it: the largest, over the keys, of the mean over the rows of a[i, key].</source>
        <translation>得到最多权重的那个键的权重：对每个键取 a[i, 键] 在各行上的平均，再取最大的一个。</translation>
    </message>
    <message>
        <source>symmetry</source>
        <translation>对称性</translation>
    </message>
    <message>
        <source>How far the pattern equals its transpose: Σ a[i,j] a[j,i] / Σ a[i,j]², 1 for the same, 0 for pairs that never look at each other both.</source>
        <translation>权重矩阵与其转置有多相同：Σ a[i,j] a[j,i] / Σ a[i,j]²，相同为 1，从不互相看为 0。</translation>
    </message>
    <message>
        <source>0 to 1</source>
        <translation>0 到 1</translation>
    </message>
    <message>
        <source>previous-token score</source>
        <translation>前一词元得分</translation>
    </message>
    <message>
        <source>On 25 random tokens said twice: the mean of a[i, i − 1], over 4 such texts (seed 0). It belongs to the model, whatever the text.</source>
        <translation>在重复两次的 25 个随机词元上：a[i, i − 1] 的平均，共 4 个这样的文本（种子 0）。它属于模型，与文本无关。</translation>
    </message>
    <message>
        <source>duplicate-token score</source>
        <translation>重复词元得分</translation>
    </message>
    <message>
        <source>On 25 random tokens said twice: the mean, in the second half, of the weight on the same token in the first, a[i, i − 25].</source>
        <translation>在重复两次的 25 个随机词元上：后半段落在前半段相同词元上的权重 a[i, i − 25] 的平均。</translation>
    </message>
    <message>
        <source>induction score</source>
        <translation>归纳得分</translation>
    </message>
    <message>
        <source>On 25 random tokens said twice: the mean, in the second half, of the weight on what followed the same token, a[i, i − 25 + 1].</source>
        <translation>在重复两次的 25 个随机词元上：后半段落在相同词元之后那个词元上的权重 a[i, i − 25 + 1] 的平均。</translation>
    </message>
    <message>
        <source>Comparing heads needs at least two of the same kind.</source>
        <translation>比较头至少需要两个同类的头。</translation>
    </message>
    <message>
        <source>%1 was not kept in this run; keep it to measure its head.</source>
        <translation>本次计算没有保留 %1；保留它才能测量这个头。</translation>
    </message>
    <message>
        <source>No row of this text can be compared: a head&apos;s weights are all 0 or not finite.</source>
        <translation>这个文本没有可以比较的行：某个头的权重全为 0 或不是有限数。</translation>
    </message>
    <message>
        <source>The queries or keys of this head are not finite, so they have no place in a plane.</source>
        <translation>这个头的查询或键不是有限数，无法画在平面上。</translation>
    </message>
    <message>
        <source>The scores need %1 different tokens twice, and this model&apos;s vocabulary or positions have no room for them.</source>
        <translation>得分需要 %1 个不同的词元重复两次，而这个模型的词表或位置容纳不下。</translation>
    </message>
    <message>
        <source>%1 was not kept in this run; rollout and flow need every head.</source>
        <translation>本次计算没有保留 %1；rollout 和流需要每个头。</translation>
    </message>
    <message>
        <source>Rollout and flow need keys that are the text&apos;s own positions; this model also looks at a memory.</source>
        <translation>Rollout 和流要求键就是文本自己的位置；这个模型还会看记忆。</translation>
    </message>
    <message>
        <source>Layer %1 has weights that are not finite, so nothing can be added up over the layers.</source>
        <translation>第 %1 层有不是有限数的权重，因此无法逐层累积。</translation>
    </message>
    <message>
        <source>%1 does not exist: check the name.</source>
        <translation>%1 不存在：请检查名称。</translation>
    </message>
    <message>
        <source>%1 could not be opened (%2): check its permissions.</source>
        <translation>无法打开 %1（%2）：请检查权限。</translation>
    </message>
    <message>
        <source>%1 is a folder: name a file in it.</source>
        <translation>%1 是文件夹：请指定其中的一个文件。</translation>
    </message>
    <message>
        <source>%1 could not be read to its end (%2): check the disk.</source>
        <translation>%1 没有能读到末尾（%2）：请检查磁盘。</translation>
    </message>
    <message>
        <source>%1 holds no statistics that can be merged: give files that `headlight analyze` wrote.</source>
        <translation>%1 不含可以合并的统计：请给出由 `headlight analyze` 写出的文件。</translation>
    </message>
    <message>
        <source>%1 reads pictures or sound; analyze takes models that read text.</source>
        <translation>%1 读取图像或声音；analyze 只接受读取文本的模型。</translation>
    </message>
    <message>
        <source>%1: none of its %2 lines could be measured; it needs a text a line, or JSON lines and --format jsonl.</source>
        <translation>%1：%2 行中没有一行可以测量；需要每行一个文本，或 JSON 行并加上 --format jsonl。</translation>
    </message>
    <message>
        <source>Stopped after line %1: %2 holds the %3 texts up to there; run it again for all.</source>
        <translation>在第 %1 行之后停止：%2 含有到那里为止的 %3 个文本；要得到全部，请重新运行。</translation>
    </message>
    <message>
        <source>The text is too long to compute the layer again with a mistake: shorten it.</source>
        <translation>文本太长，无法带着错误重新计算这一层：请缩短。</translation>
    </message>
    <message>
        <source>The shapes do not allow this mistake here: NumPy and PyTorch would stop with an error (%1 tokens, %2 features per head).</source>
        <translation>这里的形状不允许这个错误：NumPy 和 PyTorch 会报错停止（%1 个词元，每个头 %2 个特征）。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is damaged: save the session again.</source>
        <translation>%1：“%2”已损坏：请重新保存会话。</translation>
    </message>
    <message>
        <source>%1 holds no session of Headlight.</source>
        <translation>%1 中没有 Headlight 会话。</translation>
    </message>
    <message>
        <source>Predicts the next word of simple English stories, trained on text from a grammar of some 400 words: it knows those sentences and no others. What its heads look at was measured; nobody told them.</source>
        <translation>预测简单英语故事的下一个词，训练文本来自一套约 400 个词的语法：它只懂这些句子。各个头看什么是测出来的，没有人告诉它们。</translation>
    </message>
    <message>
        <source>Fills in [MASK] from both sides and names the feeling of the text on [CLS]; trained on the same stories as Stories, it knows no other sentences.</source>
        <translation>从两边填出 [MASK]，并在 [CLS] 上说出文字的褒贬；与“故事”用同样的故事训练，不懂别的句子。</translation>
    </message>
    <message>
        <source>An encoder and a decoder that translate sentences of a small grammar and no others; cross-attention shows which word became which.</source>
        <translation>编码器和解码器，只翻译一套小语法的句子；交叉注意力显示哪个词变成了哪个词。</translation>
    </message>
    <message>
        <source>A vision transformer that names drawn shapes and digits, not photographs; the patches of the picture are its tokens.</source>
        <translation>视觉 Transformer，说出画的图形和数字，不认照片；图片的图块就是它的词元。</translation>
    </message>
    <message>
        <source>&quot;text_classes&quot; of the head names &quot;%1&quot;, which is no word of the model&apos;s vocabulary.</source>
        <translation>head 的 &quot;text_classes&quot; 提到“%1”，而模型的词表里没有这个词。</translation>
    </message>
    <message>
        <source>&quot;text_classes&quot; need a head of the kind masked_word.</source>
        <translation>&quot;text_classes&quot; 需要 masked_word 类型的 head。</translation>
    </message>
    <message>
        <source>This text has only special tokens: show them, or type a word.</source>
        <translation>这段文本只有特殊词元：请显示它们，或输入一个词。</translation>
    </message>
    <message>
        <source>%1 was not kept in this run: shorten the text, or look at a head by itself.</source>
        <translation>这次运行没有保留 %1：请缩短文本，或单独查看一个头。</translation>
    </message>
    <message>
        <source>the row and what is hidden of it sum to 1</source>
        <translation>该行与其中隐藏的部分之和为 1</translation>
    </message>
    <message>
        <source>the row sums to 1</source>
        <translation>该行之和为 1</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has %2 rows and %3 columns, counted from 0; there is no cell (%4, %5).</source>
        <translation>“%1”有 %2 行 %3 列，从 0 数起；没有单元格 (%4, %5)。</translation>
    </message>
    <message>
        <source>mean over the heads of all layers (%1)</source>
        <translation>所有层的头（%1 个）的平均</translation>
    </message>
    <message>
        <source>mean over the heads of layer %2 (%1)</source>
        <translation>第 %2 层的头（%1 个）的平均</translation>
    </message>
    <message>
        <source>of the heads of all layers (%1) the largest, so rows need not sum to 1</source>
        <translation>所有层的头（%1 个）中最大的，所以各行之和不必为 1</translation>
    </message>
    <message>
        <source>of the heads of layer %2 (%1) the largest, so rows need not sum to 1</source>
        <translation>第 %2 层的头（%1 个）中最大的，所以各行之和不必为 1</translation>
    </message>
    <message>
        <source>heads of all layers (%1), each weighing by 1 − its entropy / that of an even spread</source>
        <translation>所有层的头（%1 个），各按 1 − 自身的熵 / 平均分布的熵加权</translation>
    </message>
    <message>
        <source>heads of layer %2 (%1), each weighing by 1 − its entropy / that of an even spread</source>
        <translation>第 %2 层的头（%1 个），各按 1 − 自身的熵 / 平均分布的熵加权</translation>
    </message>
    <message>
        <source>no special tokens here to hide</source>
        <translation>这里没有可隐藏的特殊词元</translation>
    </message>
    <message>
        <source>special tokens hidden among the queries; the keys have none</source>
        <translation>查询中的特殊词元已隐藏；键中没有</translation>
    </message>
    <message>
        <source>hidden special tokens: %1, with %2 % of the mass; each row is divided by what is left</source>
        <translation>隐藏的特殊词元：%1 个，占总权重的 %2 %；每行除以剩下的部分</translation>
    </message>
    <message>
        <source>hidden special tokens: %1, with %2 % of the mass; the rest is as it was</source>
        <translation>隐藏的特殊词元：%1 个，占总权重的 %2 %；其余不变</translation>
    </message>
    <message>
        <source>rows with all their weight on hidden tokens, now 0: %1</source>
        <translation>权重全在隐藏词元上、现为 0 的行：%1</translation>
    </message>
    <message>
        <source>words: sum over key pieces, mean over query pieces</source>
        <translation>词：对键的片段求和，对查询的片段取平均</translation>
    </message>
    <message>
        <source>%1 must not look at %4.</source>
        <translation>%1 不能看 %4。</translation>
    </message>
    <message>
        <source>%1 gives %3 % of its attention to %4, special tokens aside.</source>
        <translation>不计特殊词元，%1 把 %3 % 的注意力给了 %4。</translation>
    </message>
    <message>
        <source>%1 gives %3 % of its attention to %4.</source>
        <translation>%1 把 %3 % 的注意力给了 %4。</translation>
    </message>
    <message>
        <source>No head lets %1 give more than %3 % of its attention to %4, special tokens aside.</source>
        <translation>不计特殊词元，没有一个头让 %1 把超过 %3 % 的注意力给 %4。</translation>
    </message>
    <message>
        <source>No head lets %1 give more than %3 % of its attention to %4.</source>
        <translation>没有一个头让 %1 把超过 %3 % 的注意力给 %4。</translation>
    </message>
    <message>
        <source>Over these heads %1 gives %3 % of its attention to %4, special tokens aside.</source>
        <translation>不计特殊词元，在这些头上，%1 把 %3 % 的注意力给了 %4。</translation>
    </message>
    <message>
        <source>Over these heads %1 gives %3 % of its attention to %4.</source>
        <translation>在这些头上，%1 把 %3 % 的注意力给了 %4。</translation>
    </message>
    <message>
        <source>The scores of %1 have terms of positions besides queries and keys: its attention is not computed anew here.</source>
        <translation>%1 的得分除查询和键外还有位置项：这里不重新计算它的注意力。</translation>
    </message>
    <message>
        <source>Every number in 64 bits: what the others are measured against. 53 significant bits.</source>
        <translation>每个数 64 位：其他格式都与它比较。53 位有效位。</translation>
    </message>
    <message>
        <source>Weights and arithmetic in 32 bits: how this program runs models as a rule. 24 significant bits.</source>
        <translation>权重和运算都是 32 位：本程序通常这样运行模型。24 位有效位。</translation>
    </message>
    <message>
        <source>Weights alone are rounded: those of each output to whole numbers from −127 to 127 times their largest / 127. Biases, gains and all arithmetic are float32.</source>
        <translation>只舍入权重：每个输出的权重变为 −127 到 127 的整数乘以其中最大者 / 127。偏置、增益和全部运算是 float32。</translation>
    </message>
    <message>
        <source>The weights of layer %1 were not kept: choose a shorter text.</source>
        <translation>没有保存第 %1 层的权重：请缩短文本。</translation>
    </message>
    <message>
        <source>The text is too long to compute its attention in another way (%1 × %2 weights): shorten it.</source>
        <translation>文本太长，无法以另一种方式计算它的注意力（%1 × %2 个权重）：请缩短。</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>完整</translation>
    </message>
    <message>
        <source>softmax(Q Kᵀ · scale + bias) V over all keys</source>
        <translation>softmax(Q Kᵀ · 缩放 + 偏置) V，对所有键</translation>
    </message>
    <message>
        <source>Every query sees every key, also those after it.</source>
        <translation>每个查询看到每个键，包括它后面的。</translation>
    </message>
    <message>
        <source>Vaswani et al. 2017, equation 1</source>
        <translation>Vaswani 等 2017，公式 1</translation>
    </message>
    <message>
        <source>Causal</source>
        <translation>因果</translation>
    </message>
    <message>
        <source>the same over the keys j ≤ i</source>
        <translation>同上，对 j ≤ i 的键</translation>
    </message>
    <message>
        <source>A query sees itself and what came before, as when text is generated; half the work.</source>
        <translation>查询只看到自己和之前的内容，如生成文本时；工作量减半。</translation>
    </message>
    <message>
        <source>Vaswani et al. 2017, section 3.2.3</source>
        <translation>Vaswani 等 2017，3.2.3 节</translation>
    </message>
    <message>
        <source>Local window</source>
        <translation>局部窗口</translation>
    </message>
    <message>
        <source>the same over the keys with |i − j| ≤ window</source>
        <translation>同上，对 |i − j| ≤ 窗口 的键</translation>
    </message>
    <message>
        <source>A query sees its neighbours on either side; what is further away takes several layers.</source>
        <translation>查询看到两侧的邻居；更远的内容需要经过几层。</translation>
    </message>
    <message>
        <source>Beltagy, Peters, Cohan 2020 (Longformer), section 3.1</source>
        <translation>Beltagy、Peters、Cohan 2020（Longformer），3.1 节</translation>
    </message>
    <message>
        <source>Strided</source>
        <translation>跨步</translation>
    </message>
    <message>
        <source>the same over the keys with |i − j| &lt; stride, or i − j a multiple of it</source>
        <translation>同上，对 |i − j| &lt; 步长 或 i − j 为步长倍数的键</translation>
    </message>
    <message>
        <source>Near keys and every stride-th one: any token reaches any other in two layers.</source>
        <translation>近处的键，以及每隔一个步长的键：任何词元经两层即可到达任何其他词元。</translation>
    </message>
    <message>
        <source>Child et al. 2019 (Sparse Transformer), section 4.3: both parts in one head, to both sides</source>
        <translation>Child 等 2019（Sparse Transformer），4.3 节：两部分合在一个头中，向两侧</translation>
    </message>
    <message>
        <source>Global + local</source>
        <translation>全局 + 局部</translation>
    </message>
    <message>
        <source>the same over the keys with |i − j| ≤ window, and all pairs with one of the first tokens</source>
        <translation>同上，对 |i − j| ≤ 窗口 的键，以及与开头几个词元之一组成的所有对</translation>
    </message>
    <message>
        <source>A window, and a few tokens that see everything and are seen by everything: they pass on what is far away.</source>
        <translation>一个窗口，加上少数看到一切也被一切看到的词元：它们传递远处的内容。</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>φ(Q) (φ(K)ᵀ V) / (φ(Q) Σ φ(K)), φ(x) = elu(x) + 1, without scale and bias</source>
        <translation>φ(Q) (φ(K)ᵀ V) / (φ(Q) Σ φ(K))，φ(x) = elu(x) + 1，没有缩放和偏置</translation>
    </message>
    <message>
        <source>Keys and values are summed once for all queries, so that work grows with n alone; the weights shown are those that the sums amount to.</source>
        <translation>键和值只为所有查询求和一次，工作量只随 n 增长；显示的权重是这些和所对应的权重。</translation>
    </message>
    <message>
        <source>Katharopoulos et al. 2020, equations 4 to 7</source>
        <translation>Katharopoulos 等 2020，公式 4 至 7</translation>
    </message>
    <message>
        <source>Low-rank</source>
        <translation>低秩</translation>
    </message>
    <message>
        <source>softmax(Q (E K)ᵀ · scale + bias Eᵀ) E V, E [rank, n]: means of groups of neighbouring keys</source>
        <translation>softmax(Q (E K)ᵀ · 缩放 + 偏置 Eᵀ) E V，E [秩, n]：相邻键分组的平均</translation>
    </message>
    <message>
        <source>Neighbouring keys are averaged into as many groups as the rank, and queries look at the groups; a key&apos;s share is its group&apos;s, divided evenly.</source>
        <translation>相邻的键平均成与秩一样多的组，查询看这些组；一个键的份额是其所在组的份额均分所得。</translation>
    </message>
    <message>
        <source>Wang et al. 2020 (Linformer), section 4, with mean pooling as its projection</source>
        <translation>Wang 等 2020（Linformer），第 4 节，以平均池化为投影</translation>
    </message>
    <message>
        <source>Weights and the result of every step are rounded to bfloat16 (8 significant bits, the range of float32); within a step, arithmetic is float64.</source>
        <translation>权重和每一步的结果都舍入为 bfloat16（8 位有效位，范围同 float32）；一步之内的运算是 float64。</translation>
    </message>
    <message>
        <source>Weights and the result of every step are rounded to float16 (11 significant bits, largest number 65504); within a step, arithmetic is float64.</source>
        <translation>权重和每一步的结果都舍入为 float16（11 位有效位，最大的数是 65504）；一步之内的运算是 float64。</translation>
    </message>
    <message>
        <source>Running %1 in every number format needs about %2 MB of memory, but only %3 MB are free; choose a smaller model.</source>
        <translation>用每种数字格式运行 %1 大约需要 %2 MB 内存，但只有 %3 MB 可用；请选择较小的模型。</translation>
    </message>
    <message>
        <source>`%1` has %2 words, but the numbers are of %3 tokens: give one word for each.</source>
        <translation>`%1` 有 %2 个词，但数字属于 %3 个词元：请给每个词元一个词。</translation>
    </message>
    <message>
        <source>%1 of the file differ from what follows from the rest, which is what is shown; Check numbers says how.</source>
        <translation>文件中的 %1 与由其余数组推出的结果不同，显示的是推出的结果；“检查数字”会说明差在哪里。</translation>
    </message>
    <message>
        <source>There is no attention to show: give Q and K, or scores, or weights with a row for each query.</source>
        <translation>没有可显示的注意力：请给出 Q 和 K，或得分，或每个查询一行的权重。</translation>
    </message>
    <message>
        <source>The mask is %1 × %2, but there are %3 queries and %4 keys.</source>
        <translation>掩码为 %1 × %2，但有 %3 个查询和 %4 个键。</translation>
    </message>
    <message>
        <source>Queries, keys and values were computed from the inputs and weights of the file, which are not steps of their own here.</source>
        <translation>查询、键和值由文件中的输入和权重算出，输入和权重在这里不是单独的步骤。</translation>
    </message>
    <message>
        <source>There is not enough memory for these arrays: give fewer heads or fewer tokens.</source>
        <translation>内存不足以容纳这些数组：请减少头或词元。</translation>
    </message>
    <message>
        <source>`%1` is not looked at, for it holds texts; the words of the tokens are named tokens, query_tokens or key_tokens.</source>
        <translation>`%1` 含有文字，因此不予考虑；词元的文字应命名为 tokens、query_tokens 或 key_tokens。</translation>
    </message>
    <message>
        <source>The logits were not kept in this run: shorten the text.</source>
        <translation>这次运行没有保留 logits：请缩短文本。</translation>
    </message>
    <message>
        <source>given</source>
        <translation>给定</translation>
    </message>
    <message>
        <source>%1 needs %2 of memory to be opened and %3 from then on, but only %4 are free: close other programs or choose a smaller model.</source>
        <translation>%1 打开时需要 %2 内存，之后占用 %3，但只有 %4 空闲：请关闭其他程序，或选择较小的模型。</translation>
    </message>
    <message>
        <source>%1 needs %2 of memory to be opened and %3 from then on; %4 are free.</source>
        <translation>%1 打开时需要 %2 内存，之后占用 %3；空闲 %4。</translation>
    </message>
    <message>
        <source>The weights are kept in 16 bits, as they are stored: %1 in the place of %2. The numbers are the same; a run takes longer.</source>
        <translation>权重按存储的 16 位保留：占 %1，而不是 %2。数字相同，运行更慢。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>sinusoidal</source>
        <translation>正弦</translation>
    </message>
    <message>
        <source>learned</source>
        <translation>可学习</translation>
    </message>
    <message>
        <source>rotary</source>
        <translation>旋转</translation>
    </message>
    <message>
        <source>T5 relative</source>
        <translation>T5 相对位置</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>不预测</translation>
    </message>
    <message>
        <source>masked token</source>
        <translation>被遮盖的词元</translation>
    </message>
    <message>
        <source>class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>%1 before each sub-layer</source>
        <translation>每个子层之前的 %1</translation>
    </message>
    <message>
        <source>%1 after each sum</source>
        <translation>每次相加之后的 %1</translation>
    </message>
    <message>
        <source>%1 heads</source>
        <translation>%1 个头</translation>
    </message>
    <message>
        <source>%1 of keys and values</source>
        <translation>键和值 %1 个</translation>
    </message>
    <message>
        <source>causal</source>
        <translation>因果</translation>
    </message>
    <message>
        <source>bidirectional</source>
        <translation>双向</translation>
    </message>
    <message>
        <source>%1 wide</source>
        <translation>宽 %1</translation>
    </message>
    <message>
        <source>gated</source>
        <translation>带门控</translation>
    </message>
    <message>
        <source>relative</source>
        <translation>相对位置</translation>
    </message>
    <message>
        <source>at most %1 tokens</source>
        <translation>最多 %1 个词元</translation>
    </message>
    <message>
        <source>%1 x %2 pixels</source>
        <translation>%1 x %2 像素</translation>
    </message>
    <message>
        <source>grey</source>
        <translation>灰度</translation>
    </message>
    <message>
        <source>in colours</source>
        <translation>彩色</translation>
    </message>
    <message>
        <source>patches of %1 x %2</source>
        <translation>图块 %1 x %2</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 个词元</translation>
    </message>
    <message>
        <source>%1 samples a second</source>
        <translation>每秒 %1 个样本</translation>
    </message>
    <message>
        <source>%1 seconds</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 mel bins</source>
        <translation>%1 个梅尔频带</translation>
    </message>
    <message>
        <source>heads</source>
        <translation>头</translation>
    </message>
    <message>
        <source>queries</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>computed in</source>
        <translation>计算精度</translation>
    </message>
    <message>
        <source>encoder layers</source>
        <translation>编码器层数</translation>
    </message>
    <message>
        <source>encoder attention</source>
        <translation>编码器注意力</translation>
    </message>
    <message>
        <source>encoder feed-forward</source>
        <translation>编码器前馈网络</translation>
    </message>
    <message>
        <source>encoder norm</source>
        <translation>编码器归一化</translation>
    </message>
    <message>
        <source>encoder positions</source>
        <translation>编码器位置</translation>
    </message>
    <message>
        <source>decoder layers</source>
        <translation>解码器层数</translation>
    </message>
    <message>
        <source>decoder attention</source>
        <translation>解码器注意力</translation>
    </message>
    <message>
        <source>decoder cross-attention</source>
        <translation>解码器交叉注意力</translation>
    </message>
    <message>
        <source>decoder feed-forward</source>
        <translation>解码器前馈网络</translation>
    </message>
    <message>
        <source>decoder norm</source>
        <translation>解码器归一化</translation>
    </message>
    <message>
        <source>decoder positions</source>
        <translation>解码器位置</translation>
    </message>
    <message>
        <source>layers</source>
        <translation>层数</translation>
    </message>
    <message>
        <source>attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>cross-attention</source>
        <translation>交叉注意力</translation>
    </message>
    <message>
        <source>feed-forward</source>
        <translation>前馈网络</translation>
    </message>
    <message>
        <source>norm</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>positions</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>pictures</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>classes</source>
        <translation>类别数</translation>
    </message>
    <message>
        <source>&quot;%1&quot; first</source>
        <translation>第一个是“%1”</translation>
    </message>
    <message>
        <source>predicts</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>tokenizer</source>
        <translation>分词器</translation>
    </message>
    <message>
        <source>none: it reads pictures</source>
        <translation>无：它读图像</translation>
    </message>
    <message>
        <source>none: text cannot be typed</source>
        <translation>无：不能输入文本</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>family</source>
        <translation>系列</translation>
    </message>
    <message>
        <source>one attention call, from given numbers</source>
        <translation>一次注意力调用，来自给定的数字</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>%1 (README.md says so)</source>
        <translation>%1（README.md 中写明）</translation>
    </message>
    <message>
        <source>All numbers of this run of %1 tokens take %2, %3 of it attention, which grows with the square of the text; of the %4 that are free it may take %5. Choose what to keep, or shorten the text.</source>
        <translation>这次运行有 %1 个词元，全部数字占 %2，其中注意力占 %3，随文本长度的平方增长；空闲内存 %4，可以占用 %5。请选择保留什么，或缩短文本。</translation>
    </message>
    <message>
        <source>There is no model &quot;%1&quot;: give a folder, a file of arrays, or one of the built-in models: %2.</source>
        <translation>没有模型“%1”：请给出文件夹、数组文件，或内置模型之一：%2。</translation>
    </message>
    <message>
        <source>The numbers of %1 were given, not computed from words, so that their order cannot be changed.</source>
        <translation>%1 的数字是给定的，不是由词算出的，因此不能改变顺序。</translation>
    </message>
    <message>
        <source>%1 holds the numbers of one attention call; analyze takes models that read text.</source>
        <translation>%1 是一次注意力调用的数字；analyze 需要读文本的模型。</translation>
    </message>
    <message>
        <source>%1 With --keep &apos;blocks.*.attn.*.pattern&apos; it is less; --memory fit leaves steps out, --memory all takes it.</source>
        <translation>%1 用 --keep &apos;blocks.*.attn.*.pattern&apos; 会少一些；--memory fit 略去步骤，--memory all 全部占用。</translation>
    </message>
    <message>
        <source>Q, K and V are not all among the numbers of %1; mistakes are shown with all three.</source>
        <translation>%1 的数字中没有齐备的 Q、K、V；错误需要三者才能显示。</translation>
    </message>
    <message>
        <source>first row</source>
        <translation>第一行</translation>
    </message>
    <message>
        <source>names the text: %1</source>
        <translation>说出文字的类别：%1</translation>
    </message>
    <message>
        <source>The model %1 has no step &quot;%2&quot;; did you mean &quot;%3&quot;?</source>
        <translation>模型 %1 没有步骤“%2”；是否指“%3”？</translation>
    </message>
    <message>
        <source>class of each token</source>
        <translation>每个词元的类别</translation>
    </message>
    <message>
        <source>The model reads its classes off a pooler that it does not have.</source>
        <translation>模型从池化层读出类别，但没有池化层。</translation>
    </message>
    <message>
        <source>%1: &quot;d_embed&quot; is %2, which &quot;div_val&quot; %3 divides to nothing for the last of %4 groups of words.</source>
        <translation>%1：“d_embed”为 %2，被“div_val”%3 逐组相除，到 %4 组词中的最后一组已不剩特征。</translation>
    </message>
    <message>
        <source>%1: &quot;tie_projs&quot; is not a list of true and false, one for each group of words.</source>
        <translation>%1：“tie_projs”不是 true 和 false 的列表（每组词一个）。</translation>
    </message>
    <message>
        <source>The model&apos;s files hold %1 groups of words, expected %2.</source>
        <translation>模型文件中有 %1 组词，应为 %2 组。</translation>
    </message>
    <message>
        <source>words</source>
        <translation>词</translation>
    </message>
    <message>
        <source>in %1 groups</source>
        <translation>分 %1 组</translation>
    </message>
    <message>
        <source>with rows of %1 to %2 numbers</source>
        <translation>每行 %1 到 %2 个数</translation>
    </message>
    <message>
        <source>The model&apos;s groups of words do not fit its vocabulary or its head.</source>
        <translation>模型的词组与其词表或输出头不符。</translation>
    </message>
    <message>
        <source>The model says rows of the convolution = %1; expected an odd number.</source>
        <translation>模型写明卷积的行数 = %1；应为奇数。</translation>
    </message>
    <message>
        <source>The model says groups of the convolution = %1; expected a number that divides d_model = %2.</source>
        <translation>模型写明卷积的组数 = %1；应为能整除 d_model = %2 的数。</translation>
    </message>
    <message>
        <source>Neighbouring rows of what entered the block through a convolution.</source>
        <translation>进入该块的相邻各行经过卷积。</translation>
    </message>
    <message>
        <source>The block&apos;s result with the convolution&apos;s added.</source>
        <translation>块的结果加上卷积的结果。</translation>
    </message>
    <message>
        <source>The norm behind the convolution: what the first block hands on.</source>
        <translation>卷积之后的归一化：第一块交给下一块的内容。</translation>
    </message>
    <message>
        <source>Class “%3” for %1 (token %2).</source>
        <translation>%1（词元 %2）的类别“%3”。</translation>
    </message>
    <message>
        <source>Class “%1” for the whole input.</source>
        <translation>整个输入的类别“%1”。</translation>
    </message>
    <message>
        <source>The query stream looks at the content stream, never at itself: it has no rollout and no flow. Choose a head of the content stream.</source>
        <translation>查询流看的是内容流，从不看自己：它没有 rollout，也没有流。请选择内容流的头。</translation>
    </message>
    <message>
        <source>%1 is of the query stream, whose rows are the words asked for: the row before is no previous token.</source>
        <translation>%1 属于查询流，其各行是被询问的词：前一行并不是前一个词元。</translation>
    </message>
    <message>
        <source>%1 has no query stream: no word can be asked for or hidden.</source>
        <translation>%1 没有查询流：不能询问或隐藏词。</translation>
    </message>
    <message>
        <source>What is hidden is given as %1 × %2, but the text has %3 tokens.</source>
        <translation>隐藏的内容以 %1 × %2 给出，但文本有 %3 个词元。</translation>
    </message>
    <message>
        <source>There is no token %1 to ask for: this text has %2, counted from 0.</source>
        <translation>没有可询问的词元 %1：此文本有 %2 个，从 0 数起。</translation>
    </message>
    <message>
        <source>Token %1 is asked for twice; ask for each once.</source>
        <translation>词元 %1 被询问了两次；每个只能询问一次。</translation>
    </message>
    <message>
        <source>query stream</source>
        <translation>查询流</translation>
    </message>
    <message>
        <source>for words that are asked for, as &lt;mask&gt;</source>
        <translation>用于写作 &lt;mask&gt; 的被询问的词</translation>
    </message>
    <message>
        <source>No word is asked for, so there is no query stream: write &lt;mask&gt; where a word is missing.</source>
        <translation>没有询问任何词，所以没有查询流：请在缺词的地方写 &lt;mask&gt;。</translation>
    </message>
    <message>
        <source>%1: `%2` has an entry that is neither 0 nor 1.</source>
        <translation>%1：`%2` 有一项既不是 0 也不是 1。</translation>
    </message>
    <message>
        <source>%1: row %2 of `target_mapping` must ask for one token, with a single 1.</source>
        <translation>%1：`target_mapping` 的第 %2 行必须以唯一的 1 询问一个词元。</translation>
    </message>
    <message>
        <source>The same learned row for every word that is asked for: the query stream starts without knowing any word.</source>
        <translation>每个被询问的词都以同一个学得的行开始：查询流起初不知道任何词。</translation>
    </message>
    <message>
        <source>Opening this model took up to %1 of memory; %2 were free.</source>
        <translation>打开此模型最多占用了 %1 内存；当时空闲 %2。</translation>
    </message>
    <message>
        <source>every number lies between 0 and 1</source>
        <translation>每个数都在 0 和 1 之间</translation>
    </message>
    <message>
        <source>“%3” of %1 (token %2), a number.</source>
        <translation>%1（词元 %2）的“%3”，一个数值。</translation>
    </message>
    <message>
        <source>“%1” of the whole input, a number.</source>
        <translation>整个输入的“%1”，一个数值。</translation>
    </message>
    <message>
        <source>How well the whole text fits, as one of several to choose from.</source>
        <translation>整段文本作为几个选项之一有多合适。</translation>
    </message>
    <message>
        <source>The decoder reads %1 tokens and the encoder %2; this model reads the same text with both.</source>
        <translation>解码器读 %1 个词元，编码器读 %2 个；这个模型用两者读同一段文本。</translation>
    </message>
    <message>
        <source>The text has no end token (id %1), where this model reads the class off.</source>
        <translation>文本没有结束词元（编号 %1），而模型从那里读出类别。</translation>
    </message>
    <message>
        <source>%1: &quot;id2label&quot; names %2 classes; expected two or more to choose from, or one or more where &quot;problem_type&quot; is multi_label_classification or regression.</source>
        <translation>%1：“id2label”列出 %2 个类别；应有两个或更多可供选择，或在“problem_type”为 multi_label_classification 或 regression 时有一个或更多。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is no list of whole numbers from %3 to %4.</source>
        <translation>%1：“%2”不是从 %3 到 %4 的整数的列表。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is no list of true and false.</source>
        <translation>%1：“%2”不是 true 和 false 的列表。</translation>
    </message>
    <message>
        <source>classes of each token, each with a probability of its own</source>
        <translation>每个词元的各个类别，各有自己的概率</translation>
    </message>
    <message>
        <source>classes, each with a probability of its own</source>
        <translation>各个类别，各有自己的概率</translation>
    </message>
    <message>
        <source>numbers for each token</source>
        <translation>每个词元的数值</translation>
    </message>
    <message>
        <source>numbers</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Models of speech, and numbers that were given, cannot be saved in Headlight&apos;s own format.</source>
        <translation>语音模型和给定的数字不能以 Headlight 自己的格式保存。</translation>
    </message>
    <message>
        <source>Only a pooler that classes are read off can take another row than the first.</source>
        <translation>只有从中读出类别的池化层才能取第一行以外的行。</translation>
    </message>
    <message>
        <source>A pooler that takes the row of the end token needs that token, and a decoder that reads the encoder&apos;s text.</source>
        <translation>取结束词元那一行的池化层需要该词元，以及读编码器文本的解码器。</translation>
    </message>
    <message>
        <source>Only a model with an encoder and a decoder can read its text twice.</source>
        <translation>只有带编码器和解码器的模型才能把文本读两遍。</translation>
    </message>
    <message>
        <source>A head of choices needs a head that predicts the next word.</source>
        <translation>选择头需要预测下一个词的头。</translation>
    </message>
    <message>
        <source>Only a head of classes can give each a probability of its own, or numbers.</source>
        <translation>只有类别头才能给每个类别各自的概率，或给出数值。</translation>
    </message>
    <message>
        <source>One token&apos;s row through the pooler&apos;s weights: the first token&apos;s, if the model does not read another.</source>
        <translation>一个词元的行乘以池化层的权重：模型不读别的行时为第一个词元的行。</translation>
    </message>
    <message>
        <source>First layer of the prediction head.</source>
        <translation>预测头的第一层。</translation>
    </message>
    <message>
        <source>A probability for each class by itself: they need not sum to 1.</source>
        <translation>每个类别各自的概率：合计不必为 1。</translation>
    </message>
    <message>
        <source>One number read off the last token: how well the text fits, to be compared with that of other texts.</source>
        <translation>从最后一个词元读出的一个数：文本有多合适，用来与其他文本的比较。</translation>
    </message>
    <message>
        <source>number</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>The model says that attention and feed-forward network read the same rows, which a block with cross-attention cannot do.</source>
        <translation>模型说注意力与前馈网络读相同的行，而带交叉注意力的块做不到。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is not a list of lists of ids of tokens.</source>
        <translation>%1：“%2”不是由词元编号的列表组成的列表。</translation>
    </message>
    <message>
        <source>Texts are continued word by word, without what %1 also says of it: %2.</source>
        <translation>文本逐词续写；%1 中关于续写的这些设置不起作用：%2。</translation>
    </message>
    <message>
        <source>The model says rotary base = %1; YaRN needs one of more than 1.</source>
        <translation>模型说旋转位置的底数为 %1；YaRN 需要大于 1 的底数。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; changes single layers of the model, which is not supported.</source>
        <translation>%1：“%2”改变模型的个别层，不受支持。</translation>
    </message>
    <message>
        <source>set by hand</source>
        <translation>手动写入</translation>
    </message>
    <message>
        <source>forced, whatever the scores</source>
        <translation>强制给定，不论得分</translation>
    </message>
    <message>
        <source>computed</source>
        <translation>计算值</translation>
    </message>
    <message>
        <source>of the text before</source>
        <translation>来自前文</translation>
    </message>
    <message>
        <source>0: the attention mask leaves this row out</source>
        <translation>0：注意力掩码去掉了这一行</translation>
    </message>
    <message>
        <source>%1 does not say where in the text an answer stands.</source>
        <translation>%1 不指出答案在文本中的位置。</translation>
    </message>
    <message>
        <source>%1 was not kept in this run.</source>
        <translation>本次运行没有保留 %1。</translation>
    </message>
    <message>
        <source>every column sums to 1</source>
        <translation>每列合计为 1</translation>
    </message>
    <message>
        <source>where in the text the answer stands</source>
        <translation>答案在文本中的位置</translation>
    </message>
    <message>
        <source>How likely each token is the one meant, first or last of the answer: every column sums to 1.</source>
        <translation>每个词元是答案的首词元或末词元的可能性：每列合计为 1。</translation>
    </message>
    <message>
        <source>%1: &quot;legacy&quot; is false, but the head&apos;s tensors have the names that belong to true: correct the one or the other.</source>
        <translation>%1：“legacy”为 false，但头的张量名称属于 true 的形式：请更正其中之一。</translation>
    </message>
    <message>
        <source>%1: &quot;parallel_attn&quot; is false together with &quot;new_decoder_architecture&quot;, which is not supported.</source>
        <translation>%1：“parallel_attn”为 false，同时设有“new_decoder_architecture”，不受支持。</translation>
    </message>
    <message>
        <source>%1: &quot;quantization_config&quot; says that the weights are quantized, which is not supported; save the model with plain weights.</source>
        <translation>%1：“quantization_config”表示权重已量化，不受支持；请以未量化的权重保存模型。</translation>
    </message>
    <message>
        <source>%1: &quot;quantization_config&quot; says that the weights are quantized (%2), which is not supported; save the model with plain weights.</source>
        <translation>%1：“quantization_config”表示权重已量化（%2），不受支持；请以未量化的权重保存模型。</translation>
    </message>
    <message>
        <source>%1: &quot;rotary_dim&quot; is null, which is not supported; supported is an even number of features.</source>
        <translation>%1：“rotary_dim”为 null，不受支持；支持的是偶数个特征。</translation>
    </message>
    <message>
        <source>%1: &quot;layer_types&quot; has %2 entries, but the model has %3 layers.</source>
        <translation>%1：“layer_types”有 %2 项，但模型有 %3 层。</translation>
    </message>
    <message>
        <source>%1: &quot;layer_types&quot; has sliding_attention, but there is no sliding window: see &quot;use_sliding_window&quot; and &quot;sliding_window&quot;.</source>
        <translation>%1：“layer_types”中有 sliding_attention，但没有滑动窗口：请查看“use_sliding_window”和“sliding_window”。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; has parameters of its own for &quot;%3&quot;; supported is one way of rotating for all layers.</source>
        <translation>%1：“%2”为“%3”单独设了参数；支持的是所有层用同一种旋转方式。</translation>
    </message>
    <message>
        <source>%1: high_freq_factor = %2, which must be more than low_freq_factor = %3.</source>
        <translation>%1：high_freq_factor = %2，它必须大于 low_freq_factor = %3。</translation>
    </message>
    <message>
        <source>%1: &quot;same_length&quot; is true together with &quot;attn_type&quot; uni, which is not supported.</source>
        <translation>%1：“same_length”为 true，同时“attn_type”为 uni，不受支持。</translation>
    </message>
    <message>
        <source>The second text follows the first.</source>
        <translation>第二段文本接续第一段。</translation>
    </message>
    <message>
        <source>The second text does not follow the first.</source>
        <translation>第二段文本不接续第一段。</translation>
    </message>
    <message>
        <source>The two texts stand in their order.</source>
        <translation>两段文本顺序正确。</translation>
    </message>
    <message>
        <source>The two texts have changed places.</source>
        <translation>两段文本互换了位置。</translation>
    </message>
    <message>
        <source>%1 (token %2) was put in the place of another.</source>
        <translation>%1（词元 %2）替换了原词。</translation>
    </message>
    <message>
        <source>The answer starts at %1 (token %2).</source>
        <translation>答案从 %1（词元 %2）开始。</translation>
    </message>
    <message>
        <source>The answer ends at %1 (token %2).</source>
        <translation>答案到 %1（词元 %2）结束。</translation>
    </message>
    <message>
        <source>choice</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>follows</source>
        <translation>接续</translation>
    </message>
    <message>
        <source>does not follow</source>
        <translation>不接续</translation>
    </message>
    <message>
        <source>in order</source>
        <translation>顺序正确</translation>
    </message>
    <message>
        <source>changed places</source>
        <translation>互换了位置</translation>
    </message>
    <message>
        <source>replaced</source>
        <translation>被替换</translation>
    </message>
    <message>
        <source>start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>end</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>whether each token was put in the place of another</source>
        <translation>每个词元是否替换了原词</translation>
    </message>
    <message>
        <source>whether the second text follows the first</source>
        <translation>第二段文本是否接续第一段</translation>
    </message>
    <message>
        <source>of a base that grows in texts of more than %1 tokens</source>
        <translation>文本超过 %1 个词元时底数随之增大</translation>
    </message>
    <message>
        <source>whether two texts stand in their order</source>
        <translation>两段文本是否顺序正确</translation>
    </message>
    <message>
        <source>Only a model that reads one text and gives each of its tokens two scores can say where in it an answer stands.</source>
        <translation>只有读取一段文本、且给其每个词元两个得分的模型才能指出答案在其中的位置。</translation>
    </message>
    <message>
        <source>A head of pairs can say whether the second text follows the first, or whether both stand in their order; nothing else.</source>
        <translation>文本对的头只能说明第二段文本是否接续第一段，或两段是否顺序正确。</translation>
    </message>
    <message>
        <source>A head of pairs needs a pooler, and a head that predicts masked words.</source>
        <translation>文本对的头需要池化层，以及预测被遮盖的词的头。</translation>
    </message>
    <message>
        <source>A rotary base that grows with the text needs more than two rotated features.</source>
        <translation>随文本增大的旋转底数需要两个以上旋转的特征。</translation>
    </message>
    <message>
        <source>One score per class of the pair of texts: whether the second follows the first, or whether they stand in their order.</source>
        <translation>文本对的每个类别一个得分：第二段是否接续第一段，或两段是否顺序正确。</translation>
    </message>
    <message>
        <source>The scores of the pair of texts as probabilities.</source>
        <translation>文本对的得分变成的概率。</translation>
    </message>
</context>
<context>
    <name>hl::ui::CellEditor</name>
    <message>
        <source>Number of this cell</source>
        <translation>这个单元格的数</translation>
    </message>
    <message>
        <source>Enter writes the number, Escape leaves it; nothing takes the change back</source>
        <translation>回车写入，Esc 放弃；留空则撤回修改</translation>
    </message>
    <message>
        <source>“%1” is no number that a mask can hold; type one, or -inf to forbid the cell.</source>
        <translation>“%1”不是掩码可用的数；请输入一个数，或输入 -inf 禁止该单元格。</translation>
    </message>
    <message>
        <source>“%1” is no finite number; type one like -0.25 or 3e-2.</source>
        <translation>“%1”不是有限的数；请输入如 -0.25 或 3e-2 的数。</translation>
    </message>
    <message>
        <source>What was copied is no table of numbers.</source>
        <translation>复制的内容不是数字表格。</translation>
    </message>
    <message>
        <source>The copied table has %1 × %2 numbers; from the selected cell on, there is room for %3 × %4.</source>
        <translation>复制的表格有 %1 × %2 个数；从选中的单元格起只容得下 %3 × %4 个。</translation>
    </message>
</context>
<context>
    <name>hl::ui::CommandPalette</name>
    <message>
        <source>Find a command</source>
        <translation>查找命令</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>您想做什么？</translation>
    </message>
    <message>
        <source>Nothing is called that. Try one word of it.</source>
        <translation>没有这个名称的内容。请试试其中一个词。</translation>
    </message>
</context>
<context>
    <name>hl::ui::CompareView</name>
    <message>
        <source>Compare with</source>
        <translation>比较对象</translation>
    </message>
    <message>
        <source>What stands beside the selected step</source>
        <translation>放在选中步骤旁边的内容</translation>
    </message>
    <message>
        <source>another head</source>
        <translation>另一个头</translation>
    </message>
    <message>
        <source>another step</source>
        <translation>另一个步骤</translation>
    </message>
    <message>
        <source>another text</source>
        <translation>另一段文本</translation>
    </message>
    <message>
        <source>another model</source>
        <translation>另一个模型</translation>
    </message>
    <message>
        <source>before the changes</source>
        <translation>修改之前</translation>
    </message>
    <message>
        <source>what is pinned</source>
        <translation>钉住的内容</translation>
    </message>
    <message>
        <source>a file</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>The other head</source>
        <translation>另一个头</translation>
    </message>
    <message>
        <source>The other step</source>
        <translation>另一个步骤</translation>
    </message>
    <message>
        <source>The other text</source>
        <translation>另一段文本</translation>
    </message>
    <message>
        <source>Type the other sentence</source>
        <translation>输入另一个句子</translation>
    </message>
    <message>
        <source>The other model</source>
        <translation>另一个模型</translation>
    </message>
    <message>
        <source>&amp;Pin this step</source>
        <translation>钉住这一步(&amp;P)</translation>
    </message>
    <message>
        <source>Keep the present step as it is; then change the text, the model, the head or a number (Ctrl+D)</source>
        <translation>保留当前步骤的样子；然后改变文本、模型、头或某个数 (Ctrl+D)</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>An NPZ file with an array named as the step, as “headlight trace” and the export of numbers write it</source>
        <translation>含有以步骤命名的数组的 NPZ 文件，由“headlight trace”和数字导出写出</translation>
    </message>
    <message>
        <source>Head %1</source>
        <translation>头 %1</translation>
    </message>
    <message>
        <source>Opening the other model…</source>
        <translation>正在打开另一个模型…</translation>
    </message>
    <message>
        <source>Nothing is pinned yet: go to a step and choose Pin this step.</source>
        <translation>还没有钉住任何内容：到某一步后点“钉住这一步”。</translation>
    </message>
    <message>
        <source>Open a file with numbers to set beside this step.</source>
        <translation>打开一个数字文件，与这一步并列。</translation>
    </message>
    <message>
        <source>Numbers to compare with</source>
        <translation>用于比较的数字</translation>
    </message>
    <message>
        <source>NumPy arrays (*.npz)</source>
        <translation>NumPy 数组 (*.npz)</translation>
    </message>
    <message>
        <source>Type the other sentence.</source>
        <translation>请输入另一个句子。</translation>
    </message>
    <message>
        <source>Nothing is changed: write a number on the stage, or add a change.</source>
        <translation>还没有任何修改：在舞台上写一个数，或添加一项修改。</translation>
    </message>
</context>
<context>
    <name>hl::ui::DerivedWork</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop computing</source>
        <translation>停止计算</translation>
    </message>
    <message>
        <source>Stop what is being worked out; the next text or page begins anew</source>
        <translation>停止正在进行的计算；换文本或换页时重新开始</translation>
    </message>
</context>
<context>
    <name>hl::ui::DockTitle</name>
    <message>
        <source>Hide this panel; View, Panels brings it back</source>
        <translation>隐藏此面板；可在“视图 &gt; 面板”中重新显示</translation>
    </message>
    <message>
        <source>Hide %1</source>
        <translation>隐藏%1</translation>
    </message>
</context>
<context>
    <name>hl::ui::DrawCanvas</name>
    <message>
        <source>Sheet to draw on</source>
        <translation>画板</translation>
    </message>
    <message>
        <source>Draw with the mouse; the model reads what you draw</source>
        <translation>用鼠标画；模型读取你画的内容</translation>
    </message>
    <message>
        <source>Draw here</source>
        <translation>在此绘画</translation>
    </message>
</context>
<context>
    <name>hl::ui::EditView</name>
    <message>
        <source>&amp;Add</source>
        <translation>添加(&amp;A)</translation>
    </message>
    <message>
        <source>Change the selected head, its weights or the selected token</source>
        <translation>修改选中的头、它的权重或选中的词元</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>移除(&amp;R)</translation>
    </message>
    <message>
        <source>Take the selected changes out of the list</source>
        <translation>从列表中去掉选中的修改</translation>
    </message>
    <message>
        <source>&amp;Clear</source>
        <translation>清空(&amp;C)</translation>
    </message>
    <message>
        <source>Take all changes back</source>
        <translation>撤回所有修改</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>Read a list of changes from a JSON file</source>
        <translation>从 JSON 文件读取修改列表</translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation>保存(&amp;S)…</translation>
    </message>
    <message>
        <source>Write this list to a JSON file, which the command line takes as --edits</source>
        <translation>把列表写入 JSON 文件，命令行以 --edits 使用</translation>
    </message>
    <message>
        <source>Changes by hand</source>
        <translation>手动修改</translation>
    </message>
    <message>
        <source>Changes are applied in this order. Space switches one off, F2 names it, drag moves it, Delete removes it</source>
        <translation>按此顺序应用。空格关闭，F2 命名，拖动排序，Delete 移除</translation>
    </message>
    <message>
        <source>Open a list of changes</source>
        <translation>打开修改列表</translation>
    </message>
    <message>
        <source>Changes (*.json)</source>
        <translation>修改 (*.json)</translation>
    </message>
    <message>
        <source>Save the list of changes</source>
        <translation>保存修改列表</translation>
    </message>
</context>
<context>
    <name>hl::ui::FigureView</name>
    <message>
        <source>No result</source>
        <translation>没有结果</translation>
    </message>
    <message>
        <source>Computing…</source>
        <translation>正在计算…</translation>
    </message>
    <message>
        <source>Type a sentence</source>
        <translation>请输入一个句子</translation>
    </message>
    <message>
        <source>Every number of its attention appears here. Or choose a sample above.</source>
        <translation>它的注意力的每个数字都会显示在这里。也可以在上方选择示例。</translation>
    </message>
    <message>
        <source>Nothing to show yet</source>
        <translation>还没有可显示的内容</translation>
    </message>
</context>
<context>
    <name>hl::ui::HeadCard</name>
    <message>
        <source>&amp;Take this head out</source>
        <translation>移除这个头(&amp;T)</translation>
    </message>
    <message>
        <source>What this head does</source>
        <translation>这个头做什么</translation>
    </message>
    <message>
        <source>Run the model without what this head adds: its columns of concat are zeros</source>
        <translation>运行模型时不加入这个头的贡献：它在 concat 中的列为零</translation>
    </message>
    <message>
        <source>What the prediction becomes without the heads taken out</source>
        <translation>移除这些头之后预测变成什么</translation>
    </message>
    <message>
        <source>Head %1</source>
        <translation>头 %1</translation>
    </message>
    <message>
        <source>no single role found</source>
        <translation>没有找到单一的角色</translation>
    </message>
    <message>
        <source>Without it %1: −%2 points.</source>
        <translation>没有它，%1：−%2 个百分点。</translation>
    </message>
    <message>
        <source>Nothing was measured of this head that exceeds a head of fixed distance by far</source>
        <translation>没有测到这个头明显超过固定距离的头的作用</translation>
    </message>
    <message>
        <source>Measured on held-out text; models trained and compared: %1</source>
        <translation>在留出文本上测得；训练并比较过的模型数：%1</translation>
    </message>
    <message numerus="yes">
        <source>and %n more: see the tool tip</source>
        <translation>
            <numerusform>另有 %n 项：见工具提示</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hl::ui::HeadsView</name>
    <message>
        <source>Order of the heads</source>
        <translation>头的排列顺序</translation>
    </message>
    <message>
        <source>Put the heads in the order of their layers, or of a measured number</source>
        <translation>按层或按某个度量排列各个头</translation>
    </message>
    <message>
        <source>by layer</source>
        <translation>按层</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>按%1</translation>
    </message>
    <message>
        <source>Smallest value shown</source>
        <translation>显示的最小值</translation>
    </message>
    <message>
        <source>Leave out heads whose number is smaller</source>
        <translation>略去数值更小的头</translation>
    </message>
    <message>
        <source>at least </source>
        <translation>不小于 </translation>
    </message>
    <message>
        <source>Show me the head that …</source>
        <translation>带我看这样的头……</translation>
    </message>
    <message>
        <source>%1 (head %2)</source>
        <translation>%1（头 %2）</translation>
    </message>
    <message>
        <source>Show me the head that …: go to a head by what it was measured to do</source>
        <translation>带我看这样的头……：按测得的作用找到某个头</translation>
    </message>
    <message>
        <source>Colour of the heads</source>
        <translation>头的颜色</translation>
    </message>
    <message>
        <source>Show each head&apos;s pattern, or the colour of a measured number in its place</source>
        <translation>显示每个头的小图，或以某个度量的颜色代替</translation>
    </message>
    <message>
        <source>patterns</source>
        <translation>小图</translation>
    </message>
    <message>
        <source>colour: %1</source>
        <translation>颜色：%1</translation>
    </message>
</context>
<context>
    <name>hl::ui::LedgerView</name>
    <message>
        <source>Significant digits</source>
        <translation>有效数字</translation>
    </message>
    <message>
        <source>Significant digits of every number, 2 to 17</source>
        <translation>每个数字的有效位数，2 到 17</translation>
    </message>
    <message>
        <source>&amp;Digits</source>
        <translation>位数(&amp;D)</translation>
    </message>
    <message>
        <source>As &amp;text</source>
        <translation>文本(&amp;T)</translation>
    </message>
    <message>
        <source>As &amp;LaTeX</source>
        <translation>LaTeX(&amp;L)</translation>
    </message>
    <message>
        <source>As a &amp;NumPy program</source>
        <translation>NumPy 程序(&amp;N)</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the calculation</source>
        <translation>复制算式</translation>
    </message>
    <message>
        <source>Copy the calculation as text, as LaTeX or as a Python program that prints the result</source>
        <translation>把算式复制为文本、LaTeX 或能输出结果的 Python 程序</translation>
    </message>
    <message>
        <source>&amp;All terms</source>
        <translation>全部项(&amp;A)</translation>
    </message>
    <message>
        <source>Write out the long sums that lead to a weight, not just their first lines</source>
        <translation>完整写出通向权重的长求和，而不只是前几行</translation>
    </message>
</context>
<context>
    <name>hl::ui::LinesView</name>
    <message>
        <source>Share of each row</source>
        <translation>每行的份额</translation>
    </message>
    <message>
        <source>Smallest weight</source>
        <translation>最小权重</translation>
    </message>
    <message>
        <source>Which lines are drawn</source>
        <translation>画出哪些连线</translation>
    </message>
    <message>
        <source>Draw the strongest lines of each row up to a share of its attention, or every line above a weight</source>
        <translation>画出每行最强的连线直到占其注意力的一定份额，或画出超过某一权重的所有连线</translation>
    </message>
    <message>
        <source>How many lines are drawn</source>
        <translation>画出多少连线</translation>
    </message>
    <message>
        <source>lines of weight %1 or more</source>
        <translation>权重不小于 %1 的连线</translation>
    </message>
    <message>
        <source>lines carrying %1 % of each row</source>
        <translation>占每行 %1 % 的连线</translation>
    </message>
</context>
<context>
    <name>hl::ui::MainWindow</name>
    <message>
        <source>There is not enough memory for this; shorten the text.</source>
        <translation>内存不足，请缩短文本。</translation>
    </message>
    <message>
        <source>Open a model folder (config.json and model.safetensors)</source>
        <translation>打开模型文件夹（config.json 和 model.safetensors）</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>已保存 %1</translation>
    </message>
    <message>
        <source>Open a session</source>
        <translation>打开会话</translation>
    </message>
    <message>
        <source>Sessions and exported pictures</source>
        <translation>会话和导出的图片</translation>
    </message>
    <message>
        <source>Save the session</source>
        <translation>保存会话</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Open numbers of attention (Q, K and V, or weights)</source>
        <translation>打开注意力的数字（Q、K、V 或权重）</translation>
    </message>
    <message>
        <source>Arrays (*.npz *.npy *.json *.csv *.tsv *.txt)</source>
        <translation>数组 (*.npz *.npy *.json *.csv *.tsv *.txt)</translation>
    </message>
    <message>
        <source>Numbers of attention</source>
        <translation>注意力的数字</translation>
    </message>
    <message>
        <source>What shall be done with the numbers in %1?</source>
        <translation>如何处理 %1 中的数字？</translation>
    </message>
    <message>
        <source>Show: they become one attention call, in every view. Check: they are compared with what is right.</source>
        <translation>显示：它们成为一次注意力调用，出现在各个视图中。检查：与正确的结果比较。</translation>
    </message>
    <message>
        <source>&amp;Show them</source>
        <translation>显示(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Check them</source>
        <translation>检查(&amp;C)</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>&amp;Open all the same</source>
        <translation>仍然打开(&amp;O)</translation>
    </message>
    <message>
        <source>This can be changed later under Model, If memory is short.</source>
        <translation>以后可在“模型 &gt; 内存不足时”中更改。</translation>
    </message>
    <message>
        <source>&amp;Compute nothing</source>
        <translation>不计算(&amp;C)</translation>
    </message>
    <message>
        <source>As many &amp;steps as fit</source>
        <translation>能容纳的步骤(&amp;S)</translation>
    </message>
    <message>
        <source>Attention &amp;only</source>
        <translation>只保留注意力(&amp;O)</translation>
    </message>
    <message>
        <source>The shown &amp;layer only</source>
        <translation>只保留当前层(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Everything</source>
        <translation>全部保留(&amp;E)</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>未保存的改动</translation>
    </message>
    <message>
        <source>%1 has changes that are not saved.</source>
        <translation>%1 有尚未保存的改动。</translation>
    </message>
    <message>
        <source>What is opened now takes its place.</source>
        <translation>现在打开的内容将取代它。</translation>
    </message>
    <message>
        <source>&amp;Save them</source>
        <translation>保存改动(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Go on without saving</source>
        <translation>不保存，继续(&amp;G)</translation>
    </message>
</context>
<context>
    <name>hl::ui::MetricsView</name>
    <message>
        <source>&amp;Largest first</source>
        <translation>从大到小(&amp;L)</translation>
    </message>
    <message>
        <source>What is shown of the heads</source>
        <translation>显示头的什么内容</translation>
    </message>
    <message>
        <source>A table of all heads, one number by layer or query by query, what adds up over the layers, or maps</source>
        <translation>所有头的表格、按层或逐个查询的一个数、逐层累积的结果，或地图</translation>
    </message>
    <message>
        <source>The measured number</source>
        <translation>度量</translation>
    </message>
    <message>
        <source>The number that is explained, sorted by and plotted; in the table, a click on its column&apos;s head chooses it</source>
        <translation>用来说明、排序和画图的数；在表格中点击列标题即可选择</translation>
    </message>
    <message>
        <source>Put the heads with the largest numbers first; else they stand by layer</source>
        <translation>数值大的头排在前面；否则按层排列</translation>
    </message>
    <message>
        <source>Smallest value shown</source>
        <translation>显示的最小值</translation>
    </message>
    <message>
        <source>Leave out heads whose number is smaller</source>
        <translation>略去数值更小的头</translation>
    </message>
    <message>
        <source>at least </source>
        <translation>至少 </translation>
    </message>
    <message>
        <source>Number of groups</source>
        <translation>组数</translation>
    </message>
    <message>
        <source>Into how many groups of like heads the map is divided</source>
        <translation>把地图上相近的头分成几组</translation>
    </message>
    <message>
        <source>groups: </source>
        <translation>组数： </translation>
    </message>
</context>
<context>
    <name>hl::ui::MistakesView</name>
    <message>
        <source>Usual mistakes</source>
        <translation>常见错误</translation>
    </message>
    <message>
        <source>Choose a mistake: it is made on the selected head, beside the truth</source>
        <translation>选择一个错误：它会作用在所选的头上，与正确结果并列</translation>
    </message>
    <message>
        <source>Check &amp;numbers…</source>
        <translation>检查数字(&amp;N)…</translation>
    </message>
    <message>
        <source>Tell whether your own numbers of attention are right, or which mistake gives them (NPZ, NPY, JSON, CSV)</source>
        <translation>说明你自己的注意力数字是否正确，或者是哪个错误造成的（NPZ、NPY、JSON、CSV）</translation>
    </message>
    <message>
        <source>Close &amp;report</source>
        <translation>关闭报告(&amp;R)</translation>
    </message>
    <message>
        <source>Hide what was found in your numbers</source>
        <translation>隐藏对你的数字的检查结果</translation>
    </message>
    <message>
        <source>What was found in your numbers</source>
        <translation>对你的数字的检查结果</translation>
    </message>
    <message>
        <source>Check numbers of attention</source>
        <translation>检查注意力的数字</translation>
    </message>
    <message>
        <source>Arrays (*.npz *.npy *.json *.csv *.tsv *.txt)</source>
        <translation>数组 (*.npz *.npy *.json *.csv *.tsv *.txt)</translation>
    </message>
    <message>
        <source>Compared with %1 of the model.</source>
        <translation>与模型的 %1 比较。</translation>
    </message>
</context>
<context>
    <name>hl::ui::OutputView</name>
    <message>
        <source>&amp;Layer by layer</source>
        <translation>逐层(&amp;L)</translation>
    </message>
    <message>
        <source>Add the most probable token</source>
        <translation>加上最可能的词元</translation>
    </message>
    <message>
        <source>Put the token the model finds most probable at the end of the text</source>
        <translation>把模型认为最可能的词元加到文本末尾</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>加 %1 个</translation>
    </message>
    <message>
        <source>Show what the model would predict if it ended after each layer (logit lens)</source>
        <translation>显示若模型在每一层之后结束会预测什么（logit lens）</translation>
    </message>
    <message>
        <source>The text has as many tokens as this model takes.</source>
        <translation>文本的词元数已达此模型的上限。</translation>
    </message>
    <message>
        <source>Stop (%1 left)</source>
        <translation>停止（还剩 %1 个）</translation>
    </message>
    <message>
        <source>Add %1 tokens one after the other, running the model each time</source>
        <translation>逐个添加 %1 个词元，每次都运行模型</translation>
    </message>
    <message>
        <source>Most probable</source>
        <translation>最可能</translation>
    </message>
    <message>
        <source>By chance</source>
        <translation>随机抽取</translation>
    </message>
    <message>
        <source>How the next token is chosen</source>
        <translation>如何选择下一个词元</translation>
    </message>
    <message>
        <source>Which token is added: the most probable one, or one drawn by chance, each as often as the model finds it probable</source>
        <translation>添加哪个词元：最可能的一个，或按模型给出的概率随机抽取的一个</translation>
    </message>
    <message>
        <source>temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Logits are divided by this: below 1 the probable ones win more often, above 1 less often</source>
        <translation>logits 除以它：小于 1 时可能性大的更常被抽中，大于 1 时更少</translation>
    </message>
    <message>
        <source>top-k</source>
        <translation>top-k</translation>
    </message>
    <message>
        <source>Only so many of the most probable tokens are drawn from</source>
        <translation>只从最可能的这么多个词元中抽取</translation>
    </message>
    <message>
        <source>top-k all</source>
        <translation>top-k 全部</translation>
    </message>
    <message>
        <source>top-p</source>
        <translation>top-p</translation>
    </message>
    <message>
        <source>Only the most probable tokens that together reach this probability are drawn from</source>
        <translation>只从合计达到这一概率的最可能的词元中抽取</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>The same seed draws the same tokens again</source>
        <translation>相同的种子抽出相同的词元</translation>
    </message>
    <message>
        <source>Add a token by chance</source>
        <translation>随机添加一个词元</translation>
    </message>
    <message>
        <source>Draw a token by the model&apos;s probabilities and put it at the end of the text</source>
        <translation>按模型的概率抽取一个词元，放在文本末尾</translation>
    </message>
    <message>
        <source>The model ends the text here, with “%1”.</source>
        <translation>模型在此以“%1”结束文本。</translation>
    </message>
    <message>
        <source>The next token is “%1”, which cannot be typed: the text ends here.</source>
        <translation>下一个词元是“%1”，无法输入：文本到此为止。</translation>
    </message>
</context>
<context>
    <name>hl::ui::PictureView</name>
    <message>
        <source>Open a &amp;PNG…</source>
        <translation>打开 PNG(&amp;P)…</translation>
    </message>
    <message>
        <source>Let the model look at a picture file</source>
        <translation>让模型看一个图片文件</translation>
    </message>
    <message>
        <source>&amp;Clear</source>
        <translation>清除(&amp;C)</translation>
    </message>
    <message>
        <source>Begin with an empty sheet</source>
        <translation>从空白画板开始</translation>
    </message>
    <message>
        <source>Open a picture</source>
        <translation>打开图片</translation>
    </message>
    <message>
        <source>PNG pictures (*.png)</source>
        <translation>PNG 图片 (*.png)</translation>
    </message>
    <message>
        <source>&amp;Rollout over all layers</source>
        <translation>所有层的逐层累积(&amp;R)</translation>
    </message>
    <message>
        <source>Show what the selected token is made of after the last layer, added up over all layers and heads, in the place of one head</source>
        <translation>不看单个头，而显示所选词元在最后一层之后由什么组成，对所有层和头累积</translation>
    </message>
</context>
<context>
    <name>hl::ui::PositionsView</name>
    <message>
        <source>&amp;Without positions</source>
        <translation>不用位置(&amp;W)</translation>
    </message>
    <message>
        <source>Way to tell positions</source>
        <translation>表示位置的方式</translation>
    </message>
    <message>
        <source>positions: </source>
        <translation>位置数： </translation>
    </message>
    <message>
        <source>Number of positions</source>
        <translation>位置的数目</translation>
    </message>
    <message>
        <source>dimensions: </source>
        <translation>维数： </translation>
    </message>
    <message>
        <source>Number of dimensions</source>
        <translation>维度的数目</translation>
    </message>
    <message>
        <source>Shuffle the words</source>
        <translation>打乱词序</translation>
    </message>
    <message>
        <source>Put the words in another order and compare the outputs; once more to put them back</source>
        <translation>打乱词的顺序并比较输出；再按一次恢复</translation>
    </message>
    <message>
        <source>Run the model without its positional information</source>
        <translation>运行模型时不使用位置信息</translation>
    </message>
    <message>
        <source>Comparing the outputs…</source>
        <translation>正在比较输出…</translation>
    </message>
</context>
<context>
    <name>hl::ui::PromptView</name>
    <message>
        <source>source</source>
        <translation>源文本</translation>
    </message>
    <message>
        <source>Sentence</source>
        <translation>句子</translation>
    </message>
    <message>
        <source>Type a sentence</source>
        <translation>请输入一个句子</translation>
    </message>
    <message>
        <source>Earlier texts (Alt+Up, Alt+Down)</source>
        <translation>以前的文本（Alt+上、Alt+下）</translation>
    </message>
    <message>
        <source>Add a second sentence</source>
        <translation>添加第二个句子</translation>
    </message>
    <message>
        <source>Remove the second sentence</source>
        <translation>移除第二个句子</translation>
    </message>
    <message>
        <source>Only the first %1 characters fit; the rest was left out.</source>
        <translation>最多容纳前 %1 个字符，其余已略去。</translation>
    </message>
    <message>
        <source>Half a character (a lone surrogate) was replaced by U+FFFD.</source>
        <translation>半个字符（孤立的代理项）已替换为 U+FFFD。</translation>
    </message>
    <message>
        <source>target</source>
        <translation>目标文本</translation>
    </message>
    <message>
        <source>second sentence</source>
        <translation>第二个句子</translation>
    </message>
    <message>
        <source>The translation as far as it has been written</source>
        <translation>已写出的译文</translation>
    </message>
    <message>
        <source>Type a second sentence</source>
        <translation>请输入第二个句子</translation>
    </message>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n 个词元</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n word(s) known to this model</source>
        <translation>
            <numerusform>模型认识 %n 个词中的 %1 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n word(s)</source>
        <translation>
            <numerusform>%n 个词</numerusform>
        </translation>
    </message>
    <message>
        <source>Texts finished with Enter are kept here</source>
        <translation>按回车完成的文本会保存在这里</translation>
    </message>
</context>
<context>
    <name>hl::ui::Scrubber</name>
    <message>
        <source>Step of the computation</source>
        <translation>计算步骤</translation>
    </message>
    <message>
        <source>Drag to go through all steps, forth and back</source>
        <translation>拖动可来回浏览所有步骤</translation>
    </message>
</context>
<context>
    <name>hl::ui::SoundView</name>
    <message>
        <source>Open a &amp;WAV…</source>
        <translation>打开 WAV(&amp;W)…</translation>
    </message>
    <message>
        <source>Let the model listen to a sound file of one channel</source>
        <translation>让模型听一个单声道声音文件</translation>
    </message>
    <message>
        <source>Open a sound</source>
        <translation>打开声音</translation>
    </message>
    <message>
        <source>WAV sound (*.wav)</source>
        <translation>WAV 声音 (*.wav)</translation>
    </message>
    <message>
        <source>%1 · %2 s</source>
        <translation>%1 · %2 秒</translation>
    </message>
</context>
<context>
    <name>hl::ui::StageFigureView</name>
    <message>
        <source>Copy Step Name</source>
        <translation>复制步骤名</translation>
    </message>
    <message>
        <source>Copy Formula</source>
        <translation>复制公式</translation>
    </message>
    <message>
        <source>Copy Number</source>
        <translation>复制数字</translation>
    </message>
    <message>
        <source>Zoom In</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom Out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Show Everything</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Change Number…</source>
        <translation>改写数字…</translation>
    </message>
    <message>
        <source>Computed Number</source>
        <translation>恢复计算值</translation>
    </message>
    <message>
        <source>Take the change of this number back</source>
        <translation>撤回对这个数的修改</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>The mask forbids this pair; write 0 at its place in the step “mask” first.</source>
        <translation>掩码禁止这一对；请先在“掩码”步骤的该处写 0。</translation>
    </message>
    <message>
        <source>This number stands for several; show the weights as they are (View &gt; Reading) to change one.</source>
        <translation>这个数代表多个数；请按原样显示权重（视图 &gt; 读法）再改动。</translation>
    </message>
</context>
<context>
    <name>hl::ui::StartPage</name>
    <message>
        <source>Type a sentence above</source>
        <translation>请在上方输入一个句子</translation>
    </message>
    <message>
        <source>Headlight computes its attention and shows every number on the way. Or begin with a sample:</source>
        <translation>Headlight 会计算它的注意力，并展示途中的每个数字。也可以从示例开始：</translation>
    </message>
    <message>
        <source>Open a model folder, or drop it here</source>
        <translation>打开模型文件夹，或拖放到这里</translation>
    </message>
</context>
<context>
    <name>hl::ui::StatusLine</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Opening the model</source>
        <translation>正在打开模型</translation>
    </message>
    <message>
        <source>Opening %1…</source>
        <translation>正在打开 %1…</translation>
    </message>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n 个词元</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>提示</translation>
    </message>
    <message numerus="yes">
        <source>Not finite (NaN or infinite): %n number(s).</source>
        <translation>
            <numerusform>%n 个数不是有限数（NaN 或无穷）。</numerusform>
        </translation>
    </message>
    <message>
        <source>Opening %1… %2 of %3 read</source>
        <translation>正在打开 %1… 已读取 %2，共 %3</translation>
    </message>
</context>
<context>
    <name>hl::ui::ToolBar</name>
    <message>
        <source>Toolbar</source>
        <translation>工具栏</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Sentences worth looking at</source>
        <translation>值得一看的句子</translation>
    </message>
    <message>
        <source>Speed of playing</source>
        <translation>播放速度</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Save the picture or the numbers of the present view</source>
        <translation>保存当前视图的图片或数字</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Model: %1</source>
        <translation>模型：%1</translation>
    </message>
    <message>
        <source>Speed %1</source>
        <translation>速度 %1</translation>
    </message>
</context>
<context>
    <name>hl::ui::UndoHistory</name>
    <message>
        <source>typing</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>other model</source>
        <translation>更换模型</translation>
    </message>
    <message>
        <source>other mask</source>
        <translation>更换掩码</translation>
    </message>
    <message>
        <source>shuffled words</source>
        <translation>打乱词序</translation>
    </message>
    <message>
        <source>positions on or off</source>
        <translation>使用或不用位置</translation>
    </message>
    <message>
        <source>selection</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>display options</source>
        <translation>显示选项</translation>
    </message>
    <message>
        <source>opened sample</source>
        <translation>打开示例</translation>
    </message>
    <message>
        <source>change by hand</source>
        <translation>手动修改</translation>
    </message>
    <message>
        <source>other picture or sound</source>
        <translation>更换图像或声音</translation>
    </message>
    <message>
        <source>what is kept in memory</source>
        <translation>内存中保留的内容</translation>
    </message>
</context>
<context>
    <name>hl::ui::VariantsView</name>
    <message>
        <source>Variants of attention</source>
        <translation>注意力的变体</translation>
    </message>
    <message>
        <source>Number formats</source>
        <translation>数字格式</translation>
    </message>
    <message>
        <source>What is varied</source>
        <translation>改变什么</translation>
    </message>
    <message>
        <source>The selected head&apos;s attention computed in another way, or the whole run in another number format</source>
        <translation>以另一种方式计算所选头的注意力，或用另一种数字格式运行整个计算</translation>
    </message>
    <message>
        <source>Variant of attention</source>
        <translation>注意力的变体</translation>
    </message>
    <message>
        <source>How attention is computed from the same queries, keys and values, beside full attention</source>
        <translation>怎样由相同的查询、键和值计算注意力，与完整注意力并列</translation>
    </message>
    <message>
        <source>Number format</source>
        <translation>数字格式</translation>
    </message>
    <message>
        <source>The format whose differences to float64 are shown in full</source>
        <translation>完整显示其与 float64 之差的格式</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>How many keys a query sees on either side of itself</source>
        <translation>查询在自己两侧各看到多少个键</translation>
    </message>
    <message>
        <source>window: </source>
        <translation>窗口： </translation>
    </message>
    <message>
        <source>Stride</source>
        <translation>步长</translation>
    </message>
    <message>
        <source>Every so many-th key is seen, and those nearer than that</source>
        <translation>每隔这么多的键看得见，更近的也看得见</translation>
    </message>
    <message>
        <source>stride: </source>
        <translation>步长： </translation>
    </message>
    <message>
        <source>Global tokens</source>
        <translation>全局词元</translation>
    </message>
    <message>
        <source>How many tokens at the start see everything and are seen by everything</source>
        <translation>开头有多少个词元看到一切也被一切看到</translation>
    </message>
    <message>
        <source>global: </source>
        <translation>全局： </translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>秩</translation>
    </message>
    <message>
        <source>Into how many groups the keys are averaged</source>
        <translation>键平均成多少组</translation>
    </message>
    <message>
        <source>rank: </source>
        <translation>秩： </translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>核宽</translation>
    </message>
    <message>
        <source>Width of the convolution in the table and the plots of costs, an odd number</source>
        <translation>代价表和曲线中卷积的宽度，奇数</translation>
    </message>
    <message>
        <source>kernel: </source>
        <translation>核宽： </translation>
    </message>
</context>
<context>
    <name>hl::ui::WeightsCanvas</name>
    <message>
        <source>%1, was %2</source>
        <translation>%1，原为 %2</translation>
    </message>
</context>
<context>
    <name>hl::ui::WeightsView</name>
    <message>
        <source>Which weights</source>
        <translation>哪些权重</translation>
    </message>
    <message>
        <source>The weights on show. Double-click a number to write another, Ctrl-drag to change it, Shift-drag to write it again</source>
        <translation>显示的权重。双击数字改写，按住 Ctrl 拖动改变，按住 Shift 拖动重复写入</translation>
    </message>
    <message>
        <source>of the selected step</source>
        <translation>选中步骤的</translation>
    </message>
</context>
<context>
    <name>labels</name>
    <message>
        <source>Cross-attention</source>
        <translation>交叉注意力</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>编码器</translation>
    </message>
    <message>
        <source>Decoder</source>
        <translation>解码器</translation>
    </message>
    <message>
        <source>Query stream</source>
        <translation>查询流</translation>
    </message>
    <message>
        <source>Content stream</source>
        <translation>内容流</translation>
    </message>
</context>
</TS>
