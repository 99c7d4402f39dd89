package peer;

import java.math.BigDecimal;
import java.util.List;
import javax.xml.bind.annotation.XmlAccessType;
import javax.xml.bind.annotation.XmlAccessorType;
import javax.xml.bind.annotation.XmlElement;
import javax.xml.bind.annotation.XmlElementWrapper;
import javax.xml.bind.annotation.XmlSchemaType;
import javax.xml.bind.annotation.XmlType;

/** What the operations answer. Dates are texts: the database holds them nearly as the wire does. */
public final class Answers {
  private Answers() {}

  @XmlAccessorType(XmlAccessType.FIELD)
  @XmlType(name = "TAuthenticate")
  public static class TAuthenticate {
    public int ID;
    public String Token;
    public int Status;
    public String StatusMessage;
    public String Identifier;
    public String TokenType;
  }

  @XmlAccessorType(XmlAccessType.FIELD)
  @XmlType(name = "TClie")
  public static class TClie {
    public String Clie_Surname;
    public String Clie_Given;
    public String Clie_Code;
  }

  @XmlAccessorType(XmlAccessType.FIELD)
  @XmlType(name = "TAuthClie")
  public static class TAuthClie {
    public TAuthenticate Auth;
    public TClie Clie;
  }

  @XmlAccessorType(XmlAccessType.FIELD)
  @XmlType(name = "TEnro")
  public static class TEnro {
    public int ID;
    public String Code;

    @XmlElement(nillable = true)
    @XmlSchemaType(name = "dateTime")
    public String StartDate;

    @XmlElement(nillable = true)
    @XmlSchemaType(name = "dateTime")
    public String EndDate;

    public String Status;
    public int StatusType;

    @XmlElement(nillable = true)
    @XmlSchemaType(name = "dateTime")
    public String DateOfEffect;

    public String Qual_Code;
    public String Qual_Name;

    @XmlElement(nillable = true)
    public Integer OrganisationId;

    public String Description;
    public String Loca_Code;
    public String DeliveryType;

    @XmlElementWrapper(name = "DeliveryModes")
    @XmlElement(name = "string")
    public List<String> DeliveryModes;

    public String EmployerIdentifier;
    public String EmployerName;
    public String EmployerContactCode;
    public BigDecimal Amount;
    public BigDecimal GST;
    public BigDecimal AmountPaid;
    public BigDecimal AmountCredited;
    public int DivisionId;
    public String EnrolmentType;
    public String EnrolmentTypeCode;
  }

  @XmlAccessorType(XmlAccessType.FIELD)
  @XmlType(name = "TOccu")
  public static class TOccu extends TEnro {
    public String Prog_Code;
    public String Prog_Name;
    public int Reportable;
    public int WebPublished;
    public int Uploaded;
    public int Vacancies;
    public String Colour;
    public int Prog_ID;
  }

  @XmlAccessorType(XmlAccessType.FIELD)
  @XmlType(name = "TAuthOccuList")
  public static class TAuthOccuList {
    public TAuthenticate Auth;

    @XmlElementWrapper(name = "OccuList")
    @XmlElement(name = "TOccu")
    public List<TOccu> occurrences;
  }
}
