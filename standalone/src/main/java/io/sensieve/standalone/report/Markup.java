package io.sensieve.standalone.report;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes elements that are both well-formed XML and valid HTML. Text is escaped; characters that XML does not allow
 * become the replacement character.
 */
final class Markup {
    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;

    private interface Step {
        void write() throws XMLStreamException;
    }

    Markup() {
        try {
            xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Opens an element. */
    Markup open(String name, String... attributes) {
        written(() -> xml.writeStartElement(name));
        return with(attributes);
    }

    /** Closes the innermost open element, with an end tag also if it is empty. */
    Markup close() {
        written(() -> {
            xml.writeCharacters("");
            xml.writeEndElement();
        });
        return this;
    }

    /** Writes a void element of HTML. */
    Markup empty(String name, String... attributes) {
        written(() -> xml.writeEmptyElement(name));
        return with(attributes);
    }

    /** Writes text. */
    Markup text(String value) {
        written(() -> xml.writeCharacters(allowed(value)));
        return this;
    }

    /** Writes an element that contains only text. */
    Markup element(String name, String value, String... attributes) {
        return open(name, attributes).text(value).close();
    }

    @Override
    public String toString() {
        written(xml::flush);
        return text.toString();
    }

    private Markup with(String... attributes) {
        for (int i = 0; i < attributes.length; i += 2) {
            String name = attributes[i];
            String value = allowed(attributes[i + 1]);
            written(() -> xml.writeAttribute(name, value));
        }
        return this;
    }

    private static String allowed(String value) {
        return value.codePoints()
                .map(c ->
                        c == '\t' || c == '\n' || (c >= 0x20 && c < 0xD800) || (c > 0xDFFF && c < 0xFFFE) || c > 0xFFFF
                                ? c
                                : 0xFFFD)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static void written(Step step) {
        try {
            step.write();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }
}
