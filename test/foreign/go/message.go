package main

import (
	"bytes"
	"context"
	"io"

	"github.com/cloudevents/sdk-go/v2/binding"
	"github.com/cloudevents/sdk-go/v2/binding/format"
	"github.com/cloudevents/sdk-go/v2/binding/spec"
	"github.com/cloudevents/sdk-go/v2/types"
)

// A message stands between the SDK and a client: a content type, attributes by their bare names, and a body. How a
// broker names the attributes is its file's to know.
type message struct {
	contentType string
	attributes  map[string]string
	body        []byte
}

var (
	_ binding.MessageReader         = (*message)(nil)
	_ binding.MessageMetadataReader = (*message)(nil)
	_ binding.StructuredWriter      = (*message)(nil)
	_ binding.BinaryWriter          = (*message)(nil)
)

func newMessage() *message { return &message{attributes: map[string]string{}} }

func (m *message) version() spec.Version {
	return spec.VS.Version(m.attributes["specversion"])
}

func (m *message) ReadEncoding() binding.Encoding {
	if format.IsFormat(m.contentType) {
		return binding.EncodingStructured
	}
	if m.version() != nil {
		return binding.EncodingBinary
	}
	return binding.EncodingUnknown
}

func (m *message) ReadStructured(ctx context.Context, writer binding.StructuredWriter) error {
	if m.ReadEncoding() != binding.EncodingStructured {
		return binding.ErrNotStructured
	}
	return writer.SetStructuredEvent(ctx, format.Lookup(m.contentType), bytes.NewReader(m.body))
}

func (m *message) ReadBinary(_ context.Context, writer binding.BinaryWriter) error {
	if m.ReadEncoding() != binding.EncodingBinary {
		return binding.ErrNotBinary
	}
	for name, value := range m.attributes {
		if err := set(writer, m.version().Attribute(name), name, value); err != nil {
			return err
		}
	}
	if m.contentType != "" {
		if err := writer.SetAttribute(m.version().AttributeFromKind(spec.DataContentType), m.contentType); err != nil {
			return err
		}
	}
	if len(m.body) == 0 {
		return nil
	}
	return writer.SetData(bytes.NewReader(m.body))
}

func set(writer binding.BinaryWriter, attribute spec.Attribute, name, value string) error {
	if attribute == nil {
		return writer.SetExtension(name, value)
	}
	return writer.SetAttribute(attribute, value)
}

func (m *message) GetAttribute(kind spec.Kind) (spec.Attribute, any) {
	attribute := m.version().AttributeFromKind(kind)
	if attribute == nil {
		return nil, nil
	}
	return attribute, m.attributes[attribute.Name()]
}

func (m *message) GetExtension(name string) any { return m.attributes[name] }

func (m *message) SetStructuredEvent(_ context.Context, form format.Format, event io.Reader) (err error) {
	m.contentType = form.MediaType()
	m.body, err = io.ReadAll(event)
	return err
}

func (m *message) Start(context.Context) error { return nil }

func (m *message) SetAttribute(attribute spec.Attribute, value any) (err error) {
	if attribute.Kind() == spec.DataContentType {
		m.contentType, err = types.Format(value)
		return err
	}
	return m.SetExtension(attribute.Name(), value)
}

func (m *message) SetExtension(name string, value any) (err error) {
	m.attributes[name], err = types.Format(value)
	return err
}

func (m *message) SetData(data io.Reader) (err error) {
	m.body, err = io.ReadAll(data)
	return err
}

func (m *message) End(context.Context) error { return nil }
