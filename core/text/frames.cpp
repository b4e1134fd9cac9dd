#include "core/text/frames.h"

namespace hl {

namespace {

/// A frame with its places one by one.
class Places
{
public:
    Places& text(int sequence, int type)
    {
        m_places.push_back({sequence, {}, type, false});
        return *this;
    }
    Places& token(const TemplateToken& token, int type, bool isWanted = true)
    {
        if (isWanted && !token.ids.empty())
            m_places.push_back({-1, token, type, false});
        return *this;
    }
    /// The end of a text that may be typed.
    Places& end(const TemplateToken& token)
    {
        this->token(token, 0);
        if (!token.ids.empty())
            m_places.back().isOnce = true;
        return *this;
    }
    [[nodiscard]] std::vector<TemplatePlace> all() const { return m_places; }

private:
    std::vector<TemplatePlace> m_places;
};

} // namespace

PostProcessor makeFrame(Frame frame, const FrameTokens& t)
{
    Places one;
    Places two;
    switch (frame) {
    case Frame::End:
        one.text(0, 0).end(t.end);
        two.text(0, 0).end(t.end).text(1, 0).end(t.end);
        break;
    case Frame::Begin:
        one.token(t.begin, 0, t.addsBegin).text(0, 0).token(t.end, 0, t.addsEnd);
        two = one;
        two.token(t.begin, 1, t.addsBegin).text(1, 1).token(t.end, 1, t.addsEnd);
        break;
    case Frame::Bert:
        one.token(t.cls, 0).text(0, 0).token(t.sep, 0);
        two = one;
        two.text(1, 1).token(t.sep, 1);
        break;
    case Frame::XlNet:
        one.text(0, 0).token(t.sep, 0).token(t.cls, 2);
        two.text(0, 0).token(t.sep, 0).text(1, 1).token(t.sep, 1).token(t.cls, 2);
        break;
    case Frame::Roberta:
        one.token(t.cls, 0).text(0, 0).token(t.sep, 0);
        two = one;
        two.token(t.sep, 0).text(1, 0).token(t.sep, 0);
        break;
    case Frame::MBart:
        one.text(0, 0).token(t.end, 0).token(t.language, 0);
        two.text(0, 0).text(1, 0).token(t.end, 0).token(t.language, 0);
        break;
    case Frame::MBart50:
        one.token(t.language, 0).text(0, 0).token(t.end, 0);
        two.token(t.language, 0).text(0, 0).text(1, 0).token(t.end, 0);
        break;
    case Frame::Whisper:
        one.token(t.begin, 0).text(0, 0).token(t.end, 0);
        two.token(t.begin, 0).text(0, 0).text(1, 0).token(t.end, 0);
        break;
    case Frame::Marian:
        one.text(0, 0).token(t.end, 0);
        two.text(0, 0).text(1, 0).token(t.end, 0);
        break;
    }
    return templateProcessor(one.all(), two.all());
}

} // namespace hl
