/** Three operations of the API, declared as VT_API.wsdl declares them. */
@javax.xml.bind.annotation.XmlSchema(
    namespace = Peer.NAMESPACE,
    elementFormDefault = javax.xml.bind.annotation.XmlNsForm.QUALIFIED)
package peer;
